package network.millrace.cli.ledger;

import network.millrace.cli.command.CommandGroup;
import network.millrace.cli.output.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code millrace escrow …}. */
@Command(
        name = "escrow",
        description = "Look at the money set aside for a deployment, or add to it.",
        footer = {"", "Example:", "  millrace escrow show 7 --owner tenant"})
public final class EscrowCommand extends CommandGroup {
    /** The group with its commands. */
    public static CommandLine line(Terminal terminal) {
        return new CommandLine(new EscrowCommand())
                .addSubcommand(new EscrowShowCommand(terminal))
                .addSubcommand(new EscrowDepositCommand(terminal));
    }
}
