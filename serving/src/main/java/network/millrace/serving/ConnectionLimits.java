package network.millrace.serving;

import java.time.Duration;

/**
 * How many connections one address may have, and how slow they may be.
 *
 * @param perAddress open connections of one remote address
 * @param patience how long a request may let the server wait in all
 * @param bytesPerSecond at which the bytes of a request earn more patience
 * @param stall how long a reader may let a single write wait
 */
public record ConnectionLimits(int perAddress, Duration patience, int bytesPerSecond, Duration stall) {
    /** Checks that every limit lets something through. */
    public ConnectionLimits {
        if (perAddress < 1 || bytesPerSecond < 1 || !patience.isPositive() || !stall.isPositive()) {
            throw new IllegalArgumentException("each limit of connections must be above zero, not " + perAddress
                    + " connections, " + patience + ", " + bytesPerSecond + " bytes a second, " + stall);
        }
    }
}
