package network.millrace.client.transactions;

import java.time.Duration;

/** Waits between attempts. Tests and simulations pass one that does not really wait. */
@FunctionalInterface
public interface Pauses {
    /** Lets the time pass. */
    void pause(Duration duration) throws InterruptedException;

    /** Real time. */
    Pauses SLEEP = Thread::sleep;
}
