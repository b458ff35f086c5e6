package network.millrace.agent.core;

import com.google.protobuf.ByteString;
import java.util.List;
import network.millrace.agent.bidding.Offer;
import network.millrace.protocol.access.v1.WorkloadEvent;
import network.millrace.protocol.agent.v1.EventNoted;
import network.millrace.protocol.agent.v1.JournalOpened;
import network.millrace.protocol.agent.v1.JournalRecord;
import network.millrace.protocol.agent.v1.LeaseForgotten;
import network.millrace.protocol.agent.v1.LeaseHeld;
import network.millrace.protocol.agent.v1.ManifestAccepted;
import network.millrace.protocol.agent.v1.ManifestSettled;
import network.millrace.protocol.agent.v1.ReadyReported;
import network.millrace.protocol.agent.v1.Released;
import network.millrace.protocol.agent.v1.Reserved;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.resources.v1.GroupSpec;

/** The records of the journal, one function each. */
final class Records {

    private Records() {}

    static JournalRecord.Builder opened(AgentIdentity identity) {
        return JournalRecord.newBuilder()
                .setOpened(JournalOpened.newBuilder()
                        .setChainId(identity.chainId())
                        .setProvider(identity.provider().toString()));
    }

    static JournalRecord.Builder reserved(OrderId order, Offer offer) {
        return JournalRecord.newBuilder()
                .setReserved(Reserved.newBuilder()
                        .setOrder(order.toProto())
                        .setSpec(offer.group())
                        .setDenom(offer.price().denom().value())
                        .setPrice(offer.price().scaled().toString())
                        .setUntilMs(offer.untilMs()));
    }

    static JournalRecord.Builder released(OrderId order, String reason) {
        return JournalRecord.newBuilder()
                .setReleased(Released.newBuilder().setOrder(order.toProto()).setReason(reason));
    }

    static JournalRecord.Builder held(LeaseId lease, GroupSpec spec) {
        return JournalRecord.newBuilder()
                .setHeld(LeaseHeld.newBuilder().setLease(lease.toProto()).setSpec(spec));
    }

    static JournalRecord.Builder manifest(LeaseId lease, ByteString json) {
        return JournalRecord.newBuilder()
                .setManifest(
                        ManifestAccepted.newBuilder().setLease(lease.toProto()).setJson(json));
    }

    static JournalRecord.Builder settled(LeaseId lease, Hash manifest) {
        return JournalRecord.newBuilder()
                .setSettled(
                        ManifestSettled.newBuilder().setLease(lease.toProto()).setHash(manifest.toByteString()));
    }

    static JournalRecord.Builder ready(LeaseId lease, List<String> digests) {
        return JournalRecord.newBuilder()
                .setReady(ReadyReported.newBuilder().setLease(lease.toProto()).addAllDigests(digests));
    }

    static JournalRecord.Builder forgotten(LeaseId lease) {
        return JournalRecord.newBuilder()
                .setForgotten(LeaseForgotten.newBuilder().setLease(lease.toProto()));
    }

    static JournalRecord.Builder event(LeaseId lease, WorkloadEvent event) {
        return JournalRecord.newBuilder()
                .setEvent(EventNoted.newBuilder().setLease(lease.toProto()).setEvent(event));
    }
}
