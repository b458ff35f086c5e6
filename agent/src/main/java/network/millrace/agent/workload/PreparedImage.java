package network.millrace.agent.workload;

/**
 * An image kept ready on this machine.
 *
 * @param digest {@code sha256:…} of its manifest
 * @param bytes size of its layers as stored
 */
public record PreparedImage(ImageReference reference, String digest, long bytes) {}
