package network.millrace.agent.lease;

/** A manifest cannot be run here; the message tells the tenant what was expected, what came and what to do. */
public final class ManifestRefusal extends Exception {

    public ManifestRefusal(String message) {
        super(message);
    }
}
