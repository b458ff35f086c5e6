package network.millrace.cli.market;

import network.millrace.cli.command.CommandGroup;
import network.millrace.cli.output.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code millrace lease …}. */
@Command(
        name = "lease",
        description = "Ask the provider about a workload of yours: how it is, what happened, what it wrote.",
        footer = {"", "Example:", "  millrace lease logs 7 -f --from tenant"})
public final class LeaseCommand extends CommandGroup {
    /** The group with its commands. */
    public static CommandLine line(Terminal terminal) {
        return new CommandLine(new LeaseCommand())
                .addSubcommand(new LeaseStatusCommand(terminal))
                .addSubcommand(new LeaseLogsCommand(terminal))
                .addSubcommand(new LeaseEventsCommand(terminal));
    }
}
