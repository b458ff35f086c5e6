package network.millrace.ledger.modules.market;

import static network.millrace.protocol.market.v1.Deployment.State.ACTIVE;
import static network.millrace.protocol.market.v1.Deployment.State.CLOSED;

import com.google.protobuf.ByteString;
import java.util.List;
import network.millrace.ledger.kernel.Context;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.Deployment;
import network.millrace.protocol.market.v1.OrderTerms;

/** What a deployment can do. */
final class Deployments {
    static final Moves<Deployment.State> MOVES =
            Moves.of("deployment", Deployment.State.class).from(ACTIVE, List.of(CLOSED));

    private Deployments() {}

    static Deployment open(DeploymentId id, ByteString hash, OrderTerms terms, int groups, Context context) {
        return Deployment.newBuilder()
                .setId(id.toProto())
                .setState(ACTIVE)
                .setHash(hash)
                .setCreatedHeight(context.height())
                .setCreatedMs(context.timeMs())
                .setTerms(terms)
                .setGroups(groups)
                .setOpenGroups(groups)
                .setHashHeight(context.height())
                .build();
    }

    static boolean isActive(Deployment deployment) {
        return deployment.getState() == ACTIVE;
    }

    static Deployment withHash(Deployment deployment, ByteString hash, Context context) {
        return deployment.toBuilder()
                .setHash(hash)
                .setHashHeight(context.height())
                .build();
    }

    static Deployment groupClosed(Deployment deployment) {
        return deployment.toBuilder()
                .setOpenGroups(deployment.getOpenGroups() - 1)
                .build();
    }

    static Deployment close(Deployment deployment, CloseReason reason, Context context) {
        return deployment.toBuilder()
                .setState(MOVES.move(deployment.getState(), CLOSED))
                .setCloseReason(reason)
                .setClosedMs(context.timeMs())
                .setOpenGroups(0)
                .build();
    }
}
