package network.millrace.proof.kernels;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Workers that are real threads, new ones for each call: what the tests need, and nothing that an application would want. */
public record Threads(int count) implements Workers {
    @Override
    public void run(int tasks, IntConsumer task) {
        AtomicInteger next = new AtomicInteger();
        List<Thread> threads = IntStream.range(0, count)
                .mapToObj(number -> Thread.ofPlatform().start(() -> {
                    for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
                        task.accept(i);
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException("a task was interrupted", interrupted);
            }
        }
    }
}
