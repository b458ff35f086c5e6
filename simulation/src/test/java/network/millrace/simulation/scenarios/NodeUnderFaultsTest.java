package network.millrace.simulation.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import network.millrace.client.NetworkException;
import network.millrace.client.transactions.TransactionFailedException;
import network.millrace.client.transactions.TransactionSender;
import network.millrace.protocol.cosmos.bank.v1beta1.MsgSend;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.simulation.actors.Party;
import network.millrace.simulation.faults.Fault;
import network.millrace.simulation.faults.FaultPlan;
import network.millrace.simulation.world.Draw;
import network.millrace.simulation.world.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** People send each other money while the node is killed: what was acknowledged stays, and every coin is somewhere. */
final class NodeUnderFaultsTest {
    private static final int SENDS = 15;

    private int acknowledged;

    @Test
    void nothingGoesWrongWithoutFaults() {
        Simulation simulation = play(1, FaultPlan.none());

        assertThat(simulation.node().crashes()).isZero();
        assertThat(simulation.faults().counts()).isEmpty();
        assertThat(acknowledged).isEqualTo(4 * SENDS);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "NODE_KILLED",
                "NODE_BLOCK_TORN",
                "NODE_STATE_BEHIND",
                "NODE_SILENT",
                "REQUEST_LOST",
                "ANSWER_LOST",
                "REQUEST_REPEATED",
                "REQUEST_DELAYED",
                "CLOCK_FORWARD",
                "CLOCK_BACK"
            })
    void acknowledgedTransactionsSurvive(Fault fault) {
        for (long seed = 1; seed <= 5; seed++) {
            Simulation simulation = play(seed, new FaultPlan(Map.of(fault, 100_000L)));

            assertThat(simulation.faults().counts()).containsKey(fault);
            assertThat(acknowledged).isPositive();
        }
    }

    @Test
    void aSeedGivesOneCourse() {
        FaultPlan plan = FaultPlan.drawn(new Draw(3));

        Simulation first = play(9, plan);
        Simulation second = play(9, plan);
        Simulation other = play(10, plan);

        assertThat(first.world().traceDigest()).isEqualTo(second.world().traceDigest());
        assertThat(first.node().sequencer().clock())
                .isEqualTo(second.node().sequencer().clock());
        assertThat(first.world().traceDigest()).isNotEqualTo(other.world().traceDigest());
    }

    private Simulation play(long seed, FaultPlan plan) {
        acknowledged = 0;
        World world = Simulation.world(seed);
        List<Party> people = new ArrayList<>();
        for (String name : List.of("ada", "ben", "cleo", "dan")) {
            people.add(Party.of(world, name));
        }
        Simulation simulation = new Simulation(world, plan, NetworkTerms.standard(), people);
        simulation.node().start();
        people.forEach(person -> simulation.fibers().start(person.name(), () -> spend(simulation, person, people)));
        world.runUntil(world.nowMs() + Duration.ofMinutes(20).toMillis());
        simulation.calm();
        simulation.audit();
        simulation.fibers().endAll();
        return simulation;
    }

    private void spend(Simulation simulation, Party person, List<Party> people) {
        Draw draw = simulation.world().draw("spending of " + person);
        TransactionSender sender = simulation.surroundings().sender(person);
        for (int i = 0; i < SENDS; i++) {
            simulation.fibers().pause(draw.between(1, 20_000));
            MsgSend send = MsgSend.newBuilder()
                    .setFromAddress(person.address().toString())
                    .setToAddress(draw.pick(people).address().toString())
                    .addAmount(Money.of(Denom.UUSD, draw.between(1, 1_000)).toProto())
                    .build();
            try {
                sender.send(send);
                acknowledged++;
            } catch (NetworkException | TransactionFailedException failed) {
                simulation.world().note(person + " failed: " + failed.getMessage());
            }
        }
    }
}
