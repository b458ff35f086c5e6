package network.millrace.agent.settings;

/**
 * Where the provider's door is, and what it admits.
 *
 * @param address to listen on
 * @param port to listen on; 0 takes a free one
 * @param publicHost host that tenants use; empty = the address
 */
public record DoorSettings(String address, int port, String publicHost, Limits limits) {

    /**
     * @param connections at one time
     * @param streams of them following logs or events
     * @param requestsPerSecond of one remote address
     * @param screensPerSecond questions for a price, of all together
     * @param relaysPerLease requests to one workload at one time
     */
    public record Limits(
            int connections, int streams, int requestsPerSecond, int screensPerSecond, int relaysPerLease) {}

    /** The address that goes on the ledger. */
    public String endpoint(int boundPort) {
        return "https://" + (publicHost.isEmpty() ? address : publicHost) + ":" + boundPort;
    }
}
