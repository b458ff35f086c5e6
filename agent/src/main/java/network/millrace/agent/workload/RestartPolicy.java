package network.millrace.agent.workload;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether and when an ended workload is started again. The wait doubles with each short run in a row, up to a maximum, and
 * starts anew after a run that counted as stable.
 *
 * @param shortRunsMax short runs in a row after which the workload has failed
 */
public record RestartPolicy(Mode mode, Duration waitMin, Duration waitMax, Duration stableAfter, int shortRunsMax) {

    /** When a restart is wanted at all. */
    public enum Mode {
        NEVER,
        ON_FAILURE,
        ALWAYS
    }

    public RestartPolicy {
        if (waitMin.isNegative() || waitMax.compareTo(waitMin) < 0 || stableAfter.isNegative() || shortRunsMax < 1) {
            throw new IllegalArgumentException("a restart policy needs 0 ≤ waitMin ≤ waitMax, stableAfter ≥ 0 and"
                    + " shortRunsMax ≥ 1, not " + waitMin + ", " + waitMax + ", " + stableAfter + ", " + shortRunsMax);
        }
    }

    /** Services: always again, 1 s doubling to 5 min, stable after a minute, given up after 20 short runs. */
    public static RestartPolicy service() {
        return new RestartPolicy(Mode.ALWAYS, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofMinutes(1), 20);
    }

    /** Runs once. */
    public static RestartPolicy never() {
        return new RestartPolicy(Mode.NEVER, Duration.ZERO, Duration.ZERO, Duration.ZERO, 1);
    }

    public boolean isStable(Duration ran) {
        return ran.compareTo(stableAfter) >= 0;
    }

    /** Pure: the same history and time give the same decision. */
    public RestartDecision decide(RestartHistory history, Instant now) {
        Exit exit = history.lastExit();
        if (!isWantedAfter(exit)) {
            return new RestartDecision.Leave();
        }
        if (history.shortRuns() >= shortRunsMax) {
            return new RestartDecision.GiveUp(new WorkloadFault.ExitedAtOnce(exit.code(), exit.lastLines()));
        }
        Duration wait = waitAfter(history.shortRuns());
        return new RestartDecision.Again(now.plus(wait), exit.sentence());
    }

    private boolean isWantedAfter(Exit exit) {
        return switch (mode) {
            case NEVER -> false;
            case ON_FAILURE -> exit.code() != 0;
            case ALWAYS -> true;
        };
    }

    private Duration waitAfter(int shortRuns) {
        Duration wait = waitMin;
        for (int run = 1; run < shortRuns && wait.compareTo(waitMax) < 0; run++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(waitMax) > 0 ? waitMax : wait;
    }
}
