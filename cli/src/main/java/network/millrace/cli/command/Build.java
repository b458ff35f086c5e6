package network.millrace.cli.command;

import java.util.Optional;

/** Which build of Millrace this is. */
public final class Build {
    private Build() {}

    /** From the jar's manifest; classes that lie in a folder have none. */
    public static String version() {
        return Optional.ofNullable(Build.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
