package network.millrace.node.api;

import java.time.Duration;
import network.millrace.serving.ConnectionLimits;

/**
 * What one node serves at once.
 *
 * @param bodyBytes largest request body
 * @param concurrentRequests requests being answered at one time, event streams apart
 * @param requestsPerSecond of one remote address, over time; four times as many may come at once
 * @param eventStreams open event streams
 * @param eventStreamsPerAddress open event streams of one remote address
 * @param stall how long a follower may leave the node waiting before it is disconnected
 * @param heartbeat pause after which a quiet event stream gets a comment
 * @param commitWait longest answer time of a broadcast that waits for its block
 */
public record ApiLimits(
        int bodyBytes,
        int concurrentRequests,
        int requestsPerSecond,
        int eventStreams,
        int eventStreamsPerAddress,
        Duration stall,
        Duration heartbeat,
        Duration commitWait) {

    /** 512 KiB, 1,024 requests, 5,000 requests a second and address, 1,024 streams. */
    public static final ApiLimits DEFAULT = new ApiLimits(
            512 << 10,
            1_024,
            5_000,
            1_024,
            256,
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30));

    /** How long a request may let the node wait, with more for the bytes that come. */
    private static final Duration RECEIVING = Duration.ofSeconds(10);

    private static final int RECEIVING_BYTES_PER_SECOND = 16 << 10;

    /** Checks that every limit lets something through. */
    public ApiLimits {
        if (bodyBytes < 1
                || concurrentRequests < 1
                || requestsPerSecond < 1
                || eventStreams < 1
                || eventStreamsPerAddress < 1) {
            throw new IllegalArgumentException("each limit of the API must be at least 1");
        }
        if (!stall.isPositive() || !heartbeat.isPositive() || !commitWait.isPositive()) {
            throw new IllegalArgumentException("each time limit of the API must be above zero");
        }
    }

    /** Open connections of all addresses together. */
    int connections() {
        return concurrentRequests + eventStreams;
    }

    /** What one address may have of them, and how slow it may be: never all of them, and never for long without a word. */
    ConnectionLimits ofOneAddress() {
        return new ConnectionLimits(
                eventStreamsPerAddress + (concurrentRequests + 1) / 2, RECEIVING, RECEIVING_BYTES_PER_SECOND, stall);
    }
}
