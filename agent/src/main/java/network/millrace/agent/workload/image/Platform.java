package network.millrace.agent.workload.image;

/** The platform of images that run here, in the words of the OCI specification. */
final class Platform {

    static final String OS = "linux";

    private Platform() {}

    static String architecture() {
        String name = System.getProperty("os.arch");
        return switch (name) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> name;
        };
    }
}
