package network.millrace.ledger.modules.market;

import static network.millrace.protocol.market.v1.Group.State.CLOSED;
import static network.millrace.protocol.market.v1.Group.State.INSUFFICIENT_FUNDS;
import static network.millrace.protocol.market.v1.Group.State.OPEN;
import static network.millrace.protocol.market.v1.Group.State.PAUSED;

import java.util.List;
import network.millrace.ledger.kernel.Context;
import network.millrace.protocol.ids.GroupId;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.Group;
import network.millrace.protocol.resources.v1.GroupSpec;

/** What a group can do. */
final class Groups {
    static final Moves<Group.State> MOVES = Moves.of("group", Group.State.class)
            .from(OPEN, List.of(PAUSED, CLOSED, INSUFFICIENT_FUNDS))
            .from(PAUSED, List.of(OPEN, CLOSED, INSUFFICIENT_FUNDS));

    private Groups() {}

    static Group open(GroupId id, GroupSpec spec, Context context) {
        return Group.newBuilder()
                .setId(id.toProto())
                .setState(OPEN)
                .setSpec(spec)
                .setCreatedHeight(context.height())
                .build();
    }

    static boolean isOpen(Group group) {
        return group.getState() == OPEN;
    }

    static boolean isPaused(Group group) {
        return group.getState() == PAUSED;
    }

    /** Whether it has not ended for good. */
    static boolean isLive(Group group) {
        return isOpen(group) || isPaused(group);
    }

    static Group nextOrder(Group group) {
        return group.toBuilder().setLastOseq(group.getLastOseq() + 1).build();
    }

    static Group pause(Group group, CloseReason reason) {
        return group.toBuilder()
                .setState(MOVES.move(group.getState(), PAUSED))
                .setCloseReason(reason)
                .build();
    }

    static Group start(Group group) {
        return group.toBuilder()
                .setState(MOVES.move(group.getState(), OPEN))
                .clearCloseReason()
                .build();
    }

    static Group close(Group group, CloseReason reason) {
        Group.State end = reason == CloseReason.INSUFFICIENT_FUNDS_REASON ? INSUFFICIENT_FUNDS : CLOSED;
        return group.toBuilder()
                .setState(MOVES.move(group.getState(), end))
                .setCloseReason(reason)
                .build();
    }
}
