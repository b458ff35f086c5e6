package network.millrace.simulation.world;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * One piece of blocking code; see {@link Fibers}. It has a virtual thread, which runs only while the one that gave it the turn
 * waits: two semaphores pass the baton.
 */
public final class Fiber {
    private final Fibers fibers;
    private final String name;
    private final Runnable body;
    private final Semaphore turn = new Semaphore(0);
    private final Semaphore back = new Semaphore(0);
    private final Thread thread;
    private @Nullable Throwable failure;
    private boolean started;
    private boolean killed;
    private boolean ended;
    private long waits;

    /** Unwinds a fiber that was killed. Not an exception, so that no code takes it for a failure it should deal with. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        Killed(String name) {
            super(name + " was killed", null, false, false);
        }
    }

    Fiber(Fibers fibers, String name, Runnable body) {
        this.fibers = fibers;
        this.name = name;
        this.body = body;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::live);
    }

    public String name() {
        return name;
    }

    /** Whether it has come to its end, by itself or not. */
    public boolean isEnded() {
        return ended;
    }

    /** Ends it where it waits; does not return when a fiber kills itself. */
    public void kill() {
        killed = true;
        if (ended) {
            return;
        }
        if (isRunning()) {
            throw new Killed(name);
        }
        if (!started) {
            end();
            return;
        }
        run();
    }

    /** Gives it the turn if it still waits for what happened. */
    void turn(long wait) {
        if (!ended && waits == wait) {
            run();
        }
    }

    /** The number of the wait that begins now: a wake-up for an earlier one means nothing any more. */
    long nextWait() {
        if (killed) {
            throw new Killed(name);
        }
        return ++waits;
    }

    /** Called on the fiber's own thread: gives the turn back until the next. */
    void park() {
        back.release();
        turn.acquireUninterruptibly();
        if (killed) {
            throw new Killed(name);
        }
    }

    /** Whether the caller is this fiber. */
    public boolean isRunning() {
        return Thread.currentThread().equals(thread);
    }

    private void run() {
        Fiber before = fibers.enter(this);
        if (started) {
            turn.release();
        } else {
            started = true;
            thread.start();
        }
        back.acquireUninterruptibly();
        fibers.leave(before);
        rethrow();
    }

    /** What the fiber could not deal with ends the run of whoever gave it the turn. */
    private void rethrow() {
        Throwable thrown = failure;
        failure = null;
        switch (thrown) {
            case null -> {}
            case Error error -> throw error;
            case RuntimeException exception -> throw exception;
            default -> throw new IllegalStateException(thrown);
        }
    }

    private void live() {
        try {
            body.run();
        } catch (Killed end) {
            // As asked.
        } catch (RuntimeException | Error thrown) {
            failure = thrown;
        } finally {
            end();
            back.release();
        }
    }

    private void end() {
        ended = true;
        fibers.ended(this);
    }
}
