package network.millrace.cli.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkerPoolTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void everyTaskRunsOnceInEveryRound(int threads) {
        try (WorkerPool pool = new WorkerPool(threads)) {
            for (int round = 0; round < 500; round++) {
                int tasks = round % 9;
                AtomicIntegerArray runs = new AtomicIntegerArray(9);

                pool.run(tasks, runs::incrementAndGet);

                for (int task = 0; task < 9; task++) {
                    assertThat(runs.get(task)).as("task %d of %d", task, tasks).isEqualTo(task < tasks ? 1 : 0);
                }
            }
        }
    }

    @Test
    void tasksRunAtTheSameTime() {
        CyclicBarrier both = new CyclicBarrier(2);
        try (WorkerPool pool = new WorkerPool(2)) {
            pool.run(2, task -> {
                try {
                    both.await(30, TimeUnit.SECONDS);
                } catch (Exception alone) {
                    throw new IllegalStateException("the other task did not run meanwhile", alone);
                }
            });
        }
        assertThat(both.getNumberWaiting()).isZero();
    }

    @Test
    void failureOfTheLowestTaskIsThrownAndThePoolGoesOn() {
        try (WorkerPool pool = new WorkerPool(3)) {
            for (int round = 0; round < 200; round++) {
                assertThatThrownBy(() -> pool.run(50, task -> {
                            if (task >= 7) {
                                throw new IllegalArgumentException("task " + task);
                            }
                        }))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("task 7");
            }
            AtomicInteger runs = new AtomicInteger();
            pool.run(20, task -> runs.incrementAndGet());
            assertThat(runs).hasValue(20);
        }
    }

    @Test
    void outOfMemoryInATaskReachesWhoeverAsked() {
        try (WorkerPool pool = new WorkerPool(2)) {
            assertThatThrownBy(() -> pool.run(4, task -> {
                        throw new OutOfMemoryError("task " + task);
                    }))
                    .isInstanceOf(OutOfMemoryError.class)
                    .hasMessage("task 0");
        }
    }

    @Test
    void tasksOfATaskRunToo() {
        AtomicInteger runs = new AtomicInteger();
        try (WorkerPool pool = new WorkerPool(2)) {
            pool.run(4, outer -> pool.run(5, inner -> runs.incrementAndGet()));
        }
        assertThat(runs).hasValue(20);
    }

    @Test
    void closingEndsEveryThread() {
        long before = computeThreads();
        WorkerPool pool = new WorkerPool(4);
        assertThat(computeThreads()).isEqualTo(before + 3);

        pool.close();

        assertThat(computeThreads()).isEqualTo(before);
        assertThatThrownBy(() -> pool.run(2, task -> {})).hasMessage("the pool is closed");
    }

    private static long computeThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("compute-"))
                .count();
    }
}
