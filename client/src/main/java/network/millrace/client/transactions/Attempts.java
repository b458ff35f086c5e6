package network.millrace.client.transactions;

import java.util.function.IntFunction;
import java.util.function.Predicate;
import network.millrace.client.NetworkException;
import network.millrace.client.RefusedException;

/** Tries something again while no node answers, with growing pauses and a limit. */
final class Attempts {
    private final SenderOptions options;
    private final Pauses pauses;

    Attempts(SenderOptions options, Pauses pauses) {
        this.options = options;
        this.pauses = pauses;
    }

    /** Silence may pass, a refusal not. */
    static boolean isSilence(NetworkException failure) {
        return !(failure instanceof RefusedException);
    }

    /**
     * Runs the action until it gives a result.
     *
     * @param action told how many attempts there were before
     * @param mayPass which failures are worth another attempt
     * @throws NetworkException the last failure, when it may not pass or the attempts are used up
     */
    <T> T run(IntFunction<T> action, Predicate<NetworkException> mayPass) {
        for (int before = 0; ; before++) {
            try {
                return action.apply(before);
            } catch (NetworkException failure) {
                if (!mayPass.test(failure) || before + 1 >= options.attempts()) {
                    throw failure;
                }
            }
            pause(before);
        }
    }

    private void pause(int before) {
        try {
            pauses.pause(options.pauseAfter(before));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NetworkException("interrupted between two attempts", interrupted);
        }
    }
}
