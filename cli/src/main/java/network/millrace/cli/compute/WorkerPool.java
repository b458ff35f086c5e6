package network.millrace.cli.compute;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import network.millrace.proof.kernels.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Threads that compute tasks together with the thread that asks. Whoever makes a pool closes it, and with it all of its
 * threads end. The lock guards which round of tasks is on and whether the pool is closed; within a round, tasks are claimed
 * in ascending order from a counter. Who waits looks for a moment before it sleeps, because most rounds follow each other within
 * microseconds and waking a thread takes longer than that.
 */
public final class WorkerPool implements Workers, AutoCloseable {
    /** More threads than this do not make any operation faster, and cost memory. */
    public static final int THREADS_MAX = 256;

    /** How long a thread looks before it sleeps. */
    private static final long LOOKING_NANOS = 50_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition begun = lock.newCondition();
    private final Condition ended = lock.newCondition();
    private final List<Thread> helpers;
    private volatile @Nullable Round round;
    private volatile boolean closed;

    /**
     * A pool.
     *
     * @param threads how many tasks run at the same time, the asking thread's among them
     */
    public WorkerPool(int threads) {
        if (threads < 1 || threads > THREADS_MAX) {
            throw new IllegalArgumentException("1 to " + THREADS_MAX + " threads can compute; not " + threads);
        }
        this.helpers = IntStream.range(1, threads)
                .mapToObj(number ->
                        Thread.ofPlatform().name("compute-" + number).daemon().start(this::help))
                .toList();
    }

    /** The tasks of one call. */
    private static final class Round {
        private final int tasks;
        private final IntConsumer task;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger finished = new AtomicInteger();
        private volatile int failedAt = Integer.MAX_VALUE;
        private @Nullable Throwable failure;

        Round(int tasks, IntConsumer task) {
            this.tasks = tasks;
            this.task = task;
        }

        /**
         * Runs tasks until none is left to claim. After a failure only tasks below it are still run: they were claimed
         * before it.
         *
         * @return whether the last task of all ended here
         */
        boolean work() {
            boolean last = false;
            for (int number = next.getAndIncrement(); number < tasks; number = next.getAndIncrement()) {
                if (number < failedAt) {
                    attempt(number);
                }
                last = finished.incrementAndGet() == tasks;
            }
            return last;
        }

        private void attempt(int number) {
            try {
                task.accept(number);
            } catch (Throwable thrown) {
                failed(number, thrown);
            }
        }

        private synchronized void failed(int number, Throwable thrown) {
            if (number < failedAt) {
                failedAt = number;
                failure = thrown;
            }
        }

        boolean isOver() {
            return finished.get() == tasks;
        }

        synchronized void throwFailure() {
            switch (failure) {
                case null -> {}
                case RuntimeException exception -> throw exception;
                case Error error -> throw error;
                case Throwable other -> throw new IllegalStateException(other);
            }
        }
    }

    @Override
    public int count() {
        return helpers.size() + 1;
    }

    /** Tasks of a task, and those that come while another thread's are on, run on the thread that asks. */
    @Override
    public void run(int tasks, IntConsumer task) {
        Round mine = new Round(tasks, task);
        if (tasks < 2 || helpers.isEmpty() || !begin(mine)) {
            Workers.SERIAL.run(tasks, task);
            return;
        }
        mine.work();
        end(mine);
        mine.throwFailure();
    }

    private boolean begin(Round mine) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the pool is closed");
            }
            if (round != null) {
                return false;
            }
            round = mine;
            begun.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for tasks that others still run, uninterruptibly: they write into arrays that the caller reads next. */
    private void end(Round mine) {
        look(mine::isOver);
        lock.lock();
        try {
            while (!mine.isOver()) {
                ended.awaitUninterruptibly();
            }
            round = null;
        } finally {
            lock.unlock();
        }
    }

    private void help() {
        Round done = null;
        while (true) {
            Round next = next(done);
            if (next == null) {
                return;
            }
            if (next.work()) {
                signalEnd();
            }
            done = next;
        }
    }

    /** The next round that is not the one just helped with; null when the pool is closed. */
    private @Nullable Round next(@Nullable Round done) {
        look(() -> closed || (round != null && round != done));
        lock.lock();
        try {
            while (!closed && (round == null || round == done)) {
                begun.awaitUninterruptibly();
            }
            return closed ? null : round;
        } finally {
            lock.unlock();
        }
    }

    private static void look(BooleanSupplier seen) {
        long end = System.nanoTime() + LOOKING_NANOS;
        while (!seen.getAsBoolean() && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    private void signalEnd() {
        lock.lock();
        try {
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all threads, and returns when they have ended. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            begun.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        for (Thread helper : helpers) {
            while (helper.isAlive()) {
                try {
                    helper.join();
                } catch (InterruptedException wait) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
