package network.millrace.client.http;

import java.time.Duration;

/**
 * How long things may take and how large they may be.
 *
 * @param connect to open a connection
 * @param answer from the request to the whole answer; waiting for a block is part of it
 * @param idle longest silence of an event stream before it is opened anew; a node sends every block, also empty ones
 * @param patience how long an event stream looks for a node before it says that there is none
 * @param answerBytes largest answer that is read
 */
public record HttpLimits(Duration connect, Duration answer, Duration idle, Duration patience, int answerBytes) {
    public static final HttpLimits DEFAULT = new HttpLimits(
            Duration.ofSeconds(3), Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofMinutes(2), 64 << 20);

    public HttpLimits {
        if (connect.isNegative()
                || answer.isNegative()
                || idle.isNegative()
                || patience.isNegative()
                || answerBytes <= 0) {
            throw new IllegalArgumentException("limits must be positive: " + connect + ", " + answer + ", " + idle
                    + ", " + patience + ", " + answerBytes);
        }
    }
}
