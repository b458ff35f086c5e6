package network.millrace.agent.core;

import java.util.ArrayList;
import java.util.List;
import network.millrace.agent.bidding.BidState;
import network.millrace.agent.lease.LeaseStage;
import network.millrace.agent.lease.LeaseWork;
import network.millrace.protocol.agent.v1.JournalRecord;

/** The core's state as the shortest journal that gives it again. */
final class Snapshot {

    private Snapshot() {}

    static List<JournalRecord> of(AgentIdentity identity, OrderDesk orders, LeaseDesk leases, long nowMs) {
        List<JournalRecord.Builder> records = new ArrayList<>();
        records.add(Records.opened(identity));
        orders.live().forEach((order, state) -> {
            switch (state) {
                case BidState.Reading _, BidState.Ended _, BidState.Won _ -> {}
                case BidState.Sending one -> records.add(Records.reserved(order, one.offer()));
                case BidState.Unsure one -> records.add(Records.reserved(order, one.offer()));
                case BidState.Doubted one -> records.add(Records.reserved(order, one.offer()));
                case BidState.Standing one -> records.add(Records.reserved(order, one.offer()));
                case BidState.Withdrawing one -> records.add(Records.reserved(order, one.offer()));
            }
        });
        leases.leases().values().forEach(lease -> lease(lease, records));
        return records.stream().map(record -> record.setTimeMs(nowMs).build()).toList();
    }

    private static void lease(LeaseWork lease, List<JournalRecord.Builder> records) {
        records.add(Records.held(lease.id(), lease.spec()));
        if (lease.stage() == LeaseStage.ACTIVE) {
            records.add(Records.ready(lease.id(), List.of()));
        }
        lease.manifests().forEach(manifest -> records.add(Records.manifest(lease.id(), manifest.json())));
        lease.events().from(0).forEach(event -> records.add(Records.event(lease.id(), event)));
    }
}
