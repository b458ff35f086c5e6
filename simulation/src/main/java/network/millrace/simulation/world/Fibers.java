package network.millrace.simulation.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Blocking code in virtual time. A fiber is code written as if it had a thread to itself; here it gets turns: it runs until it
 * waits, and goes on when what it waits for has come and the world has reached that time. Exactly one of the world and its fibers
 * runs at any moment, so nothing is ever concurrent and a seed gives one course.
 *
 * <p>Code outside any fiber and outside any step of the world (a scenario, a test) may wait as well: then the world runs on
 * meanwhile. A step must not wait; it would stop the world.
 */
public final class Fibers {
    private final World world;
    private final List<Fiber> living = new ArrayList<>();
    private @Nullable Fiber current;

    public Fibers(World world) {
        this.world = world;
    }

    /** Starts a fiber; its first turn comes after what is already due. */
    public Fiber start(String name, Runnable body) {
        Fiber fiber = new Fiber(this, name, body);
        living.add(fiber);
        world.after(0, name, () -> fiber.turn(0));
        return fiber;
    }

    /** Lets a span of virtual time pass, in ms. */
    public void pause(long ms) {
        if (current == null) {
            requireOutsideSteps();
            world.runUntil(world.nowMs() + ms);
            return;
        }
        Fiber fiber = current;
        long wait = fiber.nextWait();
        world.after(ms, fiber.name(), () -> fiber.turn(wait));
        fiber.park();
    }

    /** Waits until the answer is there, and returns it or throws what came instead. */
    public <T> T await(Answer<T> answer) {
        if (!answer.isThere()) {
            waitFor(answer);
        }
        return answer.value();
    }

    /**
     * Lets time pass, looking at the condition at each interval.
     *
     * @return whether it held in time
     */
    public boolean awaitUntil(long untilMs, long everyMs, BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (world.nowMs() >= untilMs) {
                return false;
            }
            pause(Math.min(everyMs, untilMs - world.nowMs()));
        }
        return true;
    }

    /** Ends every fiber, for the end of a run. */
    public void endAll() {
        for (Fiber fiber : List.copyOf(living)) {
            fiber.kill();
        }
    }

    private void waitFor(Answer<?> answer) {
        if (current == null) {
            requireOutsideSteps();
            if (!world.runWhile(Long.MAX_VALUE, () -> !answer.isThere())) {
                throw new IllegalStateException("nothing is left to happen, and the answer has not come: " + answer);
            }
            return;
        }
        Fiber fiber = current;
        long wait = fiber.nextWait();
        answer.whenThere(() -> world.after(0, fiber.name(), () -> fiber.turn(wait)));
        fiber.park();
    }

    private void requireOutsideSteps() {
        if (world.isStepping()) {
            throw new IllegalStateException("a step of the world must not wait; start a fiber");
        }
    }

    @Nullable
    Fiber enter(Fiber fiber) {
        Fiber before = current;
        current = fiber;
        return before;
    }

    void leave(@Nullable Fiber before) {
        current = before;
    }

    void ended(Fiber fiber) {
        living.remove(fiber);
    }
}
