package network.millrace.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WorldTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final World world = new World(7, START, 1_000);

    @Test
    void thingsHappenInTheOrderOfTheirTimes() {
        List<String> seen = new ArrayList<>();
        world.after(20, "later", () -> seen.add("later at " + (world.nowMs() - START.toEpochMilli())));
        world.after(10, "sooner", () -> seen.add("sooner at " + (world.nowMs() - START.toEpochMilli())));

        world.runUntil(START.toEpochMilli() + 100);

        assertThat(seen).containsExactly("sooner at 10", "later at 20");
        assertThat(world.instant()).isEqualTo(START.plusMillis(100));
    }

    @Test
    void equalTimesKeepTheOrderOfAsking() {
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int asked = i;
            world.after(5, "same time", () -> seen.add(asked));
        }

        world.runUntil(world.nowMs() + 5);

        assertThat(seen).isSorted().hasSize(20);
    }

    @Test
    void aTimeGoneByMeansNow() {
        world.runUntil(START.toEpochMilli() + 50);
        List<Long> seen = new ArrayList<>();
        world.at(START.toEpochMilli(), "past", () -> seen.add(world.nowMs()));

        world.runUntil(world.nowMs());

        assertThat(seen).containsExactly(START.toEpochMilli() + 50);
    }

    @Test
    void runWhileStopsWithItsConditionOrWithTheQueue() {
        int[] count = {0};
        for (int i = 1; i <= 5; i++) {
            world.after(i, "count", () -> count[0]++);
        }

        assertThat(world.runWhile(Long.MAX_VALUE, () -> count[0] < 3)).isTrue();
        assertThat(world.runWhile(Long.MAX_VALUE, () -> true)).isFalse();
        assertThat(count[0]).isEqualTo(5);
    }

    @Test
    void actorsThatWakeEachOtherForEverEndTheRunWithASentence() {
        wakeAgain();

        assertThatThrownBy(() -> world.runUntil(Long.MAX_VALUE - 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("given up after 1000 steps")
                .hasMessageContaining("wake again");
    }

    @Test
    void chanceDependsOnSeedAndNameOnly() {
        Draw first = world.draw("faults");
        world.draw("tenants").nextLong();
        Draw second = new World(7, START, 1).draw("faults");
        Draw other = new World(8, START, 1).draw("faults");

        List<Long> numbers = List.of(first.nextLong(), first.nextLong());
        assertThat(numbers).containsExactly(second.nextLong(), second.nextLong());
        assertThat(numbers.getFirst()).isNotEqualTo(other.nextLong());
    }

    @Test
    void drawsStayWithinTheirBounds() {
        Draw draw = new Draw(1);
        for (int i = 0; i < 10_000; i++) {
            assertThat(draw.between(3, 5)).isBetween(3L, 5L);
        }
        assertThat(draw.chance(0)).isFalse();
        assertThat(draw.chance(1_000_000)).isTrue();
    }

    private void wakeAgain() {
        world.after(1, "wake again", this::wakeAgain);
    }
}
