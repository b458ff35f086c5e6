package network.millrace.cli;

import network.millrace.cli.command.CommandGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace} itself. */
@Command(
        name = "millrace",
        description = "A decentralized compute network: tenants order, providers bid, the ledger pays by the second.",
        versionProvider = Version.class,
        footer = {
            "",
            "Example:",
            "  millrace demo                       the whole network on this machine",
            "  millrace deploy examples/web.yaml   order what a file describes",
            "",
            "`millrace COMMAND --help` explains a command and shows an example.",
            "Exit codes: 0 done, 1 refused or failed, 2 wrong usage or something missing."
        })
final class RootCommand extends CommandGroup {
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and end.")
    @SuppressWarnings("UnusedVariable") // read by picocli
    private boolean version;
}
