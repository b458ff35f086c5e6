package network.millrace.cli;

import network.millrace.cli.command.Build;
import picocli.CommandLine.IVersionProvider;

/** Which Millrace this is. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"millrace " + Build.version() + " (Java " + Runtime.version() + ")"};
    }
}
