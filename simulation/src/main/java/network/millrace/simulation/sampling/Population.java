package network.millrace.simulation.sampling;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.millrace.proof.sampling.draw.Party;
import network.millrace.proof.sampling.draw.Separation;
import network.millrace.proof.sampling.economics.AuditRecord;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.Hash;
import network.millrace.simulation.world.Draw;

/** A hundred providers and 120 auditors; one in ten is Byzantine, two of every kind. */
final class Population {
    private static final int OF_A_KIND = 2;
    private static final int OF_ALL = 10 * OF_A_KIND;
    private static final int SUBNETS = 60;

    /** A provider with its records by the length of the job. */
    record SimulatedProvider(Party party, ProviderKind kind, Map<Integer, AuditRecord> records) {
        AuditRecord record(int steps) {
            return records.getOrDefault(steps, AuditRecord.NONE);
        }
    }

    /** An auditor; its subnet is a sign that {@link #separation} looks at. */
    record SimulatedAuditor(Party party, AuditorKind kind, int subnet) {}

    private final List<SimulatedProvider> providers = new ArrayList<>();
    private final Map<Address, SimulatedAuditor> auditors = new LinkedHashMap<>();

    Population(Draw draw) {
        for (int number = 0; number < OF_ALL * (ProviderKind.values().length - 1); number++) {
            Party party = party("provider", number, draw);
            providers.add(new SimulatedProvider(party, kind(ProviderKind.values(), number), new LinkedHashMap<>()));
        }
        for (int number = 0; number < OF_ALL * (AuditorKind.values().length - 1); number++) {
            Party party = party("auditor", number, draw);
            auditors.put(
                    party.address(),
                    new SimulatedAuditor(party, kind(AuditorKind.values(), number), draw.below(SUBNETS)));
        }
    }

    List<SimulatedProvider> providers() {
        return providers;
    }

    List<Party> candidates() {
        return auditors.values().stream().map(SimulatedAuditor::party).toList();
    }

    SimulatedAuditor auditor(Address address) {
        SimulatedAuditor auditor = auditors.get(address);
        if (auditor == null) {
            throw new IllegalStateException("nobody here is called " + address);
        }
        return auditor;
    }

    Separation separation() {
        return (one, other) -> {
            SimulatedAuditor first = auditors.get(one.address());
            SimulatedAuditor second = auditors.get(other.address());
            return first == null || second == null || first.subnet() != second.subnet();
        };
    }

    /** The share of all auditors' stake that Byzantine ones hold. */
    double byzantineStake() {
        double all = auditors.values().stream()
                .mapToLong(auditor -> auditor.party().stake())
                .sum();
        double byzantine = auditors.values().stream()
                .filter(auditor -> auditor.kind() != AuditorKind.HONEST)
                .mapToLong(auditor -> auditor.party().stake())
                .sum();
        return byzantine / all;
    }

    /** The first two of each kind that comes after the honest one, then only honest ones. */
    private static <K> K kind(K[] kinds, int number) {
        List<K> all = Arrays.asList(kinds);
        int kind = 1 + number / OF_A_KIND;
        return kind < all.size() ? all.get(kind) : all.getFirst();
    }

    private static Party party(String role, int number, Draw draw) {
        byte[] name = (role + "/" + number).getBytes(StandardCharsets.US_ASCII);
        Address address = Address.of(Arrays.copyOf(Hash.sha256(name).bytes(), Address.BYTES));
        return new Party(address, address, draw.between(1_000, 20_000));
    }
}
