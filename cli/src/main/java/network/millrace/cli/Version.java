package network.millrace.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Which Millrace this is. */
final class Version implements IVersionProvider {
    /** From the jar's manifest; classes that lie in a folder have none. */
    static String number() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"millrace " + number() + " (Java " + Runtime.version() + ")"};
    }
}
