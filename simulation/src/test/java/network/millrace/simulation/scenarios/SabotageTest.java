package network.millrace.simulation.scenarios;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import network.millrace.agent.workload.ImageReference;
import network.millrace.agent.workload.Limits;
import network.millrace.agent.workload.Program;
import network.millrace.agent.workload.RestartPolicy;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.agent.workload.scripted.ScriptedBackend;
import network.millrace.simulation.actors.AgentActor;
import network.millrace.simulation.faults.FaultPlan;
import network.millrace.simulation.world.World;
import org.junit.jupiter.api.Test;

/** Each check of a run must notice what it is there for, or 200 quiet seeds mean nothing. */
final class SabotageTest {
    /** A seed without faults of its own, with leases that live until the end. */
    private static final long SEED = 16;

    @Test
    void aWorkloadWithoutALeaseIsNoticed() {
        Saboteur planter = new Saboteur() {
            @Override
            public void whenAllIsOver(World world, List<AgentActor> agents) {
                plant(world, agents.getFirst());
            }
        };

        assertThatThrownBy(() -> RandomScenario.run(SEED, FaultPlan.none(), planter))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("runs without a lease");
    }

    @Test
    void aPaidLeaseWithoutAWorkloadIsNoticed() {
        Saboteur thief = new Saboteur() {
            @Override
            public void whileLeasesLive(World world, List<AgentActor> agents) {
                agents.forEach(AgentActor::kill);
                agents.forEach(agent -> agent.machine().loseEverything());
            }
        };

        assertThatThrownBy(() -> RandomScenario.run(SEED, FaultPlan.none(), thief))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("is paid for leases and does not run them");
    }

    @Test
    void anAgentThatNeverWipesIsNoticed() {
        Saboteur jailer = new Saboteur() {
            @Override
            public void whileLeasesLive(World world, List<AgentActor> agents) {
                agents.forEach(AgentActor::kill);
            }
        };

        assertThatThrownBy(() -> RandomScenario.run(SEED, FaultPlan.none(), jailer))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("runs without a lease");
    }

    @Test
    void aFailureSaysHowToPlayItAgain() {
        Saboteur planter = new Saboteur() {
            @Override
            public void whenAllIsOver(World world, List<AgentActor> agents) {
                plant(world, agents.getFirst());
            }
        };

        assertThatThrownBy(() -> RandomScenario.run(SEED, FaultPlan.none(), planter))
                .hasMessageContaining("seed " + SEED + " failed")
                .hasMessageContaining("-Dmillrace.seed=" + SEED)
                .hasMessageContaining("its last steps:");
    }

    private static void plant(World world, AgentActor agent) {
        Program program =
                new Program(ImageReference.parse("example.org/stowaway:1"), List.of(), List.of(), Map.of(), List.of());
        RestartPolicy never =
                new RestartPolicy(RestartPolicy.Mode.NEVER, Duration.ZERO, Duration.ZERO, Duration.ZERO, 1);
        WorkloadSpec stowaway = new WorkloadSpec(
                new WorkloadId("stowaway"), program, new Limits(100, 64L << 20, 10, 64L << 20), never, Map.of());
        try {
            new ScriptedBackend(agent.machine(), world).start(stowaway);
        } catch (WorkloadException refused) {
            throw new IllegalStateException(refused);
        }
    }
}
