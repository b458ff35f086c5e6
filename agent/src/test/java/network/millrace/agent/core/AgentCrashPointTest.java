package network.millrace.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Duration;
import network.millrace.agent.inventory.Allotment;
import network.millrace.agent.lease.ManifestRefusal;
import network.millrace.agent.testkit.Fixtures;
import network.millrace.agent.testkit.Property;
import network.millrace.agent.testkit.Stage;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.MsgCloseBid;
import network.millrace.protocol.market.v1.MsgCreateBid;
import org.junit.jupiter.api.Test;

/**
 * One lease from order to wipe, with the agent killed at every point there is: before and after each record it writes and
 * each thing it does. However it is killed, the story ends as without a crash.
 */
class AgentCrashPointTest {
    private static final ByteString FIRST = Fixtures.manifest("nginx:1.27", "port=8080");
    private static final ByteString BETTER = Fixtures.manifest("nginx:1.28", "port=8080");
    private static final OrderId ORDER = Fixtures.order(1);
    private static final int POINTS_MAX = 10_000;
    private static final int NEVER_AGAIN = -1;
    private static final int PAIRS = 100;

    private interface Scene {
        void play(Stage stage) throws ManifestRefusal;
    }

    @Test
    void killedAtAnyPointTheStoryEndsTheSame() {
        int points = 0;
        while (tell(points, NEVER_AGAIN)) {
            points++;
            assertThat(points).as("the story comes to an end").isLessThan(POINTS_MAX);
        }

        // Some for the bid, the lease, two manifests and the end; a story that hardly does anything proves nothing.
        assertThat(points).isGreaterThan(60);
    }

    @Test
    void killedAgainWhileItRecoversTheStoryEndsTheSame() {
        Property.holds("agent killed twice", PAIRS, random -> tell(random.nextInt(100), random.nextInt(40)));
    }

    /** @return whether the first of the two kills happened */
    private static boolean tell(int killAt, int againAt) {
        Stage stage = new Stage().killAt(killAt);
        boolean[] killed = new boolean[1];
        var how = new StringBuilder("killed at " + killAt + ", then at " + againAt);
        Scenes scenes = scene -> {
            while (true) {
                try {
                    scene.play(stage);
                    return;
                } catch (Stage.KilledException kill) {
                    recover(stage, killed[0] ? NEVER_AGAIN : againAt);
                    killed[0] = true;
                    how.append(": ").append(kill.getMessage());
                } catch (ManifestRefusal refusal) {
                    throw new AssertionError("killed at " + killAt + ": the right manifest was refused", refusal);
                }
            }
        };
        tell(stage, scenes, how);
        return killed[0];
    }

    private interface Scenes {
        void play(Scene scene);
    }

    private static void recover(Stage stage, int againAt) {
        try {
            stage.killAt(againAt).restart();
        } catch (Stage.KilledException again) {
            stage.killAt(NEVER_AGAIN).restart();
        }
    }

    private static void tell(Stage stage, Scenes scenes, CharSequence how) {
        stage.ledger().deploy(ORDER, Fixtures.group(1_000, 1_024), Fixtures.hash(FIRST));
        scenes.play(Stage::settle);
        scenes.play(one -> one.pass(Duration.ofMinutes(2)));
        assertThat(stage.ledger().bid(ORDER).map(Bid::getState))
                .as(how.toString())
                .contains(Bid.State.OPEN);

        stage.ledger().award(ORDER, 600_000);
        scenes.play(one -> hand(one, FIRST));
        scenes.play(one -> one.pass(Duration.ofMinutes(2)));
        assertThat(stage.ledger().lease(ORDER).getState()).as(how.toString()).isEqualTo(Lease.State.ACTIVE);
        assertRuns(stage, "1.27", how);

        stage.ledger().update(ORDER, Fixtures.hash(BETTER));
        scenes.play(one -> hand(one, BETTER));
        scenes.play(one -> one.pass(Duration.ofMinutes(3)));
        assertRuns(stage, "1.28", how);

        stage.ledger().close(ORDER, CloseReason.OWNER);
        scenes.play(Stage::settle);
        scenes.play(one -> one.pass(Duration.ofMinutes(15)));
        assertThat(stage.backend().inspectAll()).as(how.toString()).isEmpty();
        assertThat(stage.core().view().inventory().held()).as(how.toString()).isEqualTo(Allotment.NOTHING);
        assertThat(stage.core().view().leases()).as(how.toString()).isEmpty();
        assertThat(stage.ledger().carriedOut(MsgCreateBid.class))
                .as(how.toString())
                .hasSize(1);
        assertThat(stage.ledger().carriedOut(MsgCloseBid.class))
                .as(how.toString())
                .isEmpty();
    }

    /** As a tenant does: again, until a lease takes it. */
    private static void hand(Stage stage, ByteString manifest) throws ManifestRefusal {
        stage.settle();
        for (int second = 0; stage.manifest(ORDER.deployment(), manifest).isEmpty(); second++) {
            assertThat(second).as("seconds until a lease takes the manifest").isLessThan(60);
            stage.pass(Duration.ofSeconds(1));
        }
    }

    private static void assertRuns(Stage stage, String version, CharSequence how) {
        assertThat(stage.backend().inspectAll())
                .as(how.toString())
                .singleElement()
                .satisfies(status -> {
                    assertThat(status.isReady()).as(how.toString()).isTrue();
                    assertThat(status.spec().program().image().toString())
                            .as(how.toString())
                            .contains(version);
                });
    }
}
