package network.millrace.agent.core;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.millrace.agent.bidding.Offer;
import network.millrace.agent.inventory.Allotment;
import network.millrace.agent.inventory.GroupNeeds;
import network.millrace.protocol.access.v1.WorkloadEvent;
import network.millrace.protocol.agent.v1.JournalOpened;
import network.millrace.protocol.agent.v1.JournalRecord;
import network.millrace.protocol.agent.v1.ManifestSettled;
import network.millrace.protocol.agent.v1.Reserved;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.resources.v1.GroupSpec;

/** What a journal adds up to: open promises by order, and what is known of leases beside the ledger. */
final class Memory {

    /** What is remembered of one lease. */
    static final class LeaseMemory {
        private final GroupSpec spec;
        private final List<ByteString> manifests = new ArrayList<>();
        private final List<WorkloadEvent> events = new ArrayList<>();
        private boolean ready;

        LeaseMemory(GroupSpec spec) {
            this.spec = spec;
        }

        GroupSpec spec() {
            return spec;
        }

        /** Canonical JSON, newest last. */
        List<ByteString> manifests() {
            return manifests;
        }

        List<WorkloadEvent> events() {
            return events;
        }

        /** Whether it was reported ready. */
        boolean isReady() {
            return ready;
        }

        private void settle(ManifestSettled settled) {
            manifests.removeIf(
                    json -> !Hash.sha256(json.toByteArray()).toByteString().equals(settled.getHash()));
        }
    }

    private final Map<OrderId, Offer> offers = new LinkedHashMap<>();
    private final Map<LeaseId, LeaseMemory> leases = new LinkedHashMap<>();

    private Memory() {}

    /**
     * @throws IllegalStateException when the journal is of another network or provider
     */
    static Memory of(List<JournalRecord> records, AgentIdentity identity, Allotment offered) {
        Memory memory = new Memory();
        records.forEach(record -> memory.replay(record, identity, offered));
        return memory;
    }

    Map<OrderId, Offer> offers() {
        return offers;
    }

    Map<LeaseId, LeaseMemory> leases() {
        return leases;
    }

    private void replay(JournalRecord record, AgentIdentity identity, Allotment offered) {
        switch (record.getEntryCase()) {
            case OPENED -> requireOwn(record.getOpened(), identity);
            case RESERVED ->
                offers.put(OrderId.of(record.getReserved().getOrder()), offer(record.getReserved(), offered));
            case RELEASED -> offers.remove(OrderId.of(record.getReleased().getOrder()));
            case HELD -> {
                LeaseId lease = LeaseId.of(record.getHeld().getLease());
                offers.remove(lease.order());
                leases.putIfAbsent(lease, new LeaseMemory(record.getHeld().getSpec()));
            }
            case MANIFEST ->
                known(LeaseId.of(record.getManifest().getLease()))
                        .ifPresent(memory ->
                                memory.manifests.add(record.getManifest().getJson()));
            case SETTLED ->
                known(LeaseId.of(record.getSettled().getLease()))
                        .ifPresent(memory -> memory.settle(record.getSettled()));
            case EVENT ->
                known(LeaseId.of(record.getEvent().getLease()))
                        .ifPresent(memory -> memory.events.add(record.getEvent().getEvent()));
            case FORGOTTEN -> leases.remove(LeaseId.of(record.getForgotten().getLease()));
            case READY -> known(LeaseId.of(record.getReady().getLease())).ifPresent(memory -> memory.ready = true);
            // Of a newer agent, or empty: what this one does not know it cannot use.
            case ENTRY_NOT_SET -> {}
        }
    }

    private Optional<LeaseMemory> known(LeaseId lease) {
        return Optional.ofNullable(leases.get(lease));
    }

    private static Offer offer(Reserved reserved, Allotment offered) {
        Allotment allotment = GroupNeeds.allot(reserved.getSpec(), offered).orElse(Allotment.NOTHING);
        Price price = Price.ofScaled(new Denom(reserved.getDenom()), reserved.getPrice());
        return new Offer(reserved.getSpec(), price, allotment, reserved.getUntilMs());
    }

    private static void requireOwn(JournalOpened opened, AgentIdentity identity) {
        boolean isOwn = opened.getChainId().equals(identity.chainId())
                && opened.getProvider().equals(identity.provider().toString());
        if (!isOwn) {
            throw new IllegalStateException("this journal belongs to provider " + opened.getProvider() + " on network "
                    + opened.getChainId() + ", not to " + identity.provider() + " on " + identity.chainId()
                    + "; give this provider a home of its own");
        }
    }
}
