package network.millrace.ledger.state;

import network.millrace.protocol.ids.BidId;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.GroupId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ids.OrderId;

/** Keys of the market's ids, part after part: what belongs to a deployment, group or order lies together. */
public final class IdKeys {
    public static final KeyCodec<DeploymentId> DEPLOYMENT = KeyCodec.of(
            (key, out) -> out.address(key.owner()).u64(key.dseq()), in -> new DeploymentId(in.address(), in.u64()));

    public static final KeyCodec<GroupId> GROUP = KeyCodec.of(
            (key, out) -> out.address(key.owner()).u64(key.dseq()).u32(key.gseq()),
            in -> new GroupId(in.address(), in.u64(), in.u32()));

    public static final KeyCodec<OrderId> ORDER = KeyCodec.of(
            (key, out) ->
                    out.address(key.owner()).u64(key.dseq()).u32(key.gseq()).u32(key.oseq()),
            in -> new OrderId(in.address(), in.u64(), in.u32(), in.u32()));

    public static final KeyCodec<BidId> BID = KeyCodec.of(
            (key, out) -> {
                ORDER.write(key.order(), out);
                out.address(key.provider());
            },
            in -> new BidId(ORDER.read(in), in.address()));

    public static final KeyCodec<LeaseId> LEASE = KeyCodec.of(
            (key, out) -> {
                ORDER.write(key.order(), out);
                out.address(key.provider());
            },
            in -> new LeaseId(ORDER.read(in), in.address()));

    private IdKeys() {}
}
