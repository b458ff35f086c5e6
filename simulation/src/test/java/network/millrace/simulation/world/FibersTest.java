package network.millrace.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FibersTest {
    private static final long START_MS = 1_000_000;

    private final World world = new World(1, Instant.ofEpochMilli(START_MS), 10_000);
    private final Fibers fibers = new Fibers(world);
    private final List<String> seen = new ArrayList<>();

    @Test
    void fibersTakeTurnsByVirtualTime() {
        fibers.start("slow", () -> walk("slow", 30));
        fibers.start("fast", () -> walk("fast", 20));

        world.runUntil(START_MS + 100);

        assertThat(seen)
                .containsExactly("slow at 0", "fast at 0", "fast at 20", "slow at 30", "fast at 40", "slow at 60");
    }

    @Test
    void anAnswerWakesTheOneThatWaits() {
        Answer<String> answer = new Answer<>("a word");
        fibers.start("listener", () -> seen.add(fibers.await(answer) + " at " + (world.nowMs() - START_MS)));
        world.after(50, "speak", () -> answer.give("hello"));
        world.after(60, "speak again", () -> answer.give("too late"));

        world.runUntil(START_MS + 100);

        assertThat(seen).containsExactly("hello at 50");
    }

    @Test
    void aFailedAnswerIsThrownWhereItIsAwaited() {
        Answer<String> answer = new Answer<>("a word");
        answer.fail(new IllegalArgumentException("nobody there"));

        assertThatThrownBy(() -> fibers.await(answer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nobody there");
    }

    @Test
    void whatIsOutsideTheWorldWaitsByRunningIt() {
        Answer<Long> answer = new Answer<>("the time");
        world.after(70, "tell", () -> answer.give(world.nowMs() - START_MS));

        fibers.pause(10);

        assertThat(world.nowMs()).isEqualTo(START_MS + 10);
        assertThat(fibers.await(answer)).isEqualTo(70);
    }

    @Test
    void aKilledFiberUnwindsAndNeverGoesOn() {
        Fiber fiber = fibers.start("victim", () -> {
            try {
                fibers.pause(100);
                seen.add("went on");
            } finally {
                seen.add("unwound at " + (world.nowMs() - START_MS));
            }
        });
        world.after(40, "kill", fiber::kill);

        world.runUntil(START_MS + 200);

        assertThat(seen).containsExactly("unwound at 40");
        assertThat(fiber.isEnded()).isTrue();
    }

    @Test
    void aFiberCanKillItself() {
        Fiber[] self = new Fiber[1];
        self[0] = fibers.start("self", () -> {
            self[0].kill();
            seen.add("went on");
        });

        world.runUntil(START_MS + 1);

        assertThat(seen).isEmpty();
        assertThat(self[0].isEnded()).isTrue();
    }

    @Test
    void aFailureInAFiberEndsTheRun() {
        fibers.start("broken", () -> {
            fibers.pause(5);
            throw new IllegalStateException("broken here");
        });

        assertThatThrownBy(() -> world.runUntil(START_MS + 10))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken here");
    }

    @Test
    void aStepMustNotWait() {
        world.after(1, "step", () -> fibers.pause(1));

        assertThatThrownBy(() -> world.runUntil(START_MS + 10))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("start a fiber");
    }

    @Test
    void waitingForWhatNeverComesIsASentence() {
        assertThatThrownBy(() -> fibers.await(new Answer<String>("rain")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("rain");
    }

    private void walk(String name, long stride) {
        for (int i = 0; i < 3; i++) {
            seen.add(name + " at " + (world.nowMs() - START_MS));
            fibers.pause(stride);
        }
    }
}
