package network.millrace.agent.lease;

import java.util.Optional;

/**
 * A port of a workload that the door leads to.
 *
 * @param port where the program listens
 * @param externalPort the number that the tenant gave it outside
 * @param global open to all; else only with the tenant's token
 * @param bodyBytesMax largest request body
 * @param readTimeoutMs longest wait for the workload's answer
 */
public record Exposure(int port, int externalPort, boolean global, long bodyBytesMax, int readTimeoutMs) {

    private static final int PARTS = 5;

    /** Whether the number in a path means this port, inside or outside. */
    public boolean isMeantBy(int number) {
        return number == port || number == externalPort;
    }

    String text() {
        return port + ":" + externalPort + ":" + (global ? "global" : "token") + ":" + bodyBytesMax + ":"
                + readTimeoutMs;
    }

    static Optional<Exposure> parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Exposure(
                    Integer.parseInt(parts[0]),
                    Integer.parseInt(parts[1]),
                    parts[2].equals("global"),
                    Long.parseLong(parts[3]),
                    Integer.parseInt(parts[4])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
