package network.millrace.agent.workload.image;

/** An image that is absent or unusable; the message says which and why. */
public final class ImageProblem extends Exception {

    private final boolean missing;

    private ImageProblem(boolean missing, String message) {
        super(message);
        this.missing = missing;
    }

    public static ImageProblem missing(String message) {
        return new ImageProblem(true, message);
    }

    public static ImageProblem broken(String message) {
        return new ImageProblem(false, message);
    }

    /** Whether it is not there at all, as opposed to being there and unusable. */
    public boolean isMissing() {
        return missing;
    }
}
