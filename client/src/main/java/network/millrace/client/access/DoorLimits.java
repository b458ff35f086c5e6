package network.millrace.client.access;

import java.time.Duration;

/**
 * How long a provider's door may take and how much it may say.
 *
 * @param connect to open a connection
 * @param answer from a request to its whole answer
 * @param idle longest silence of a stream; doors send a sign of life every 15 s
 * @param patience how long a followed stream looks for a door that does not answer
 * @param answerBytes largest answer that is read
 */
public record DoorLimits(Duration connect, Duration answer, Duration idle, Duration patience, int answerBytes) {
    public static final DoorLimits DEFAULT = new DoorLimits(
            Duration.ofSeconds(3), Duration.ofSeconds(30), Duration.ofSeconds(45), Duration.ofMinutes(2), 16 << 20);

    public DoorLimits {
        if (!connect.isPositive()
                || !answer.isPositive()
                || !idle.isPositive()
                || patience.isNegative()
                || answerBytes < 1) {
            throw new IllegalArgumentException("limits must be positive: " + connect + ", " + answer + ", " + idle
                    + ", " + patience + ", " + answerBytes);
        }
    }

    /** The same with another time for an answer. */
    public DoorLimits withAnswer(Duration limit) {
        return new DoorLimits(connect, limit, idle, patience, answerBytes);
    }
}
