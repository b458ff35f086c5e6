package network.millrace.cli.provider;

import network.millrace.cli.command.CommandGroup;
import network.millrace.cli.output.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code millrace provider …}. */
@Command(
        name = "provider",
        description = "Offer this machine: settings, registration, and the agent that bids and runs workloads.",
        footer = {"", "Example:", "  millrace provider start birch"})
public final class ProviderCommand extends CommandGroup {
    /** The group with its commands. */
    public static CommandLine line(Terminal terminal) {
        return new CommandLine(new ProviderCommand())
                .addSubcommand(new ProviderInitCommand(terminal))
                .addSubcommand(new ProviderRegisterCommand(terminal))
                .addSubcommand(new ProviderStartCommand(terminal))
                .addSubcommand(new ProviderStatusCommand(terminal));
    }
}
