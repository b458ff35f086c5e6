package network.millrace.ledger.modules.market;

import java.util.List;
import java.util.Optional;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.modules.provider.RegistrationGuard;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.provider.v1.Provider;
import network.millrace.protocol.resources.v1.Capacity;
import network.millrace.protocol.resources.v1.Mismatch;

/** Objects to a change of registration that would take away what a lease needs. */
final class LeaseGuard implements RegistrationGuard {
    private static final List<Lease.State> OPEN_STATES = List.of(Lease.State.AWARDED, Lease.State.ACTIVE);

    private final MarketState state;

    LeaseGuard(MarketState state) {
        this.state = state;
    }

    /** Looks at the leases only when something shrinks: a new endpoint or certificate costs no more with many leases. */
    @Override
    public Optional<String> objection(Context context, Address provider, Provider present, Provider proposed) {
        if (covers(present, proposed)) {
            return Optional.empty();
        }
        for (Lease.State leaseState : OPEN_STATES) {
            for (var row : state.leasesOf(context, provider, leaseState)) {
                Optional<String> objection = objection(context, row.value(), proposed);
                if (objection.isPresent()) {
                    return objection;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> objection(Context context, LeaseId lease, Provider proposed) {
        Order order = state.orders.get(context, lease.order()).orElseThrow();
        List<Mismatch> mismatches = Bidders.mismatches(order.getSpec(), order.getTerms(), proposed);
        return mismatches.stream()
                .findFirst()
                .map(mismatch -> "lease " + lease + " needs what this update takes away: " + mismatch.getText());
    }

    private static boolean covers(Provider present, Provider proposed) {
        return proposed.getAttributesList().containsAll(present.getAttributesList())
                && proposed.getCountry().equals(present.getCountry())
                && proposed.getRegion().equals(present.getRegion())
                && covers(present.getCapacity(), proposed.getCapacity());
    }

    private static boolean covers(Capacity present, Capacity proposed) {
        return Long.compareUnsigned(proposed.getCpuMillis(), present.getCpuMillis()) >= 0
                && Long.compareUnsigned(proposed.getMemoryBytes(), present.getMemoryBytes()) >= 0
                && proposed.getStorageList().equals(present.getStorageList())
                && proposed.getGpusList().equals(present.getGpusList())
                && Integer.compareUnsigned(proposed.getRandomPorts(), present.getRandomPorts()) >= 0
                && Integer.compareUnsigned(proposed.getLeasedIps(), present.getLeasedIps()) >= 0;
    }
}
