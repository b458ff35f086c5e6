package network.millrace.cli.proof;

import network.millrace.cli.command.CommandGroup;
import network.millrace.cli.output.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code millrace proof data …}. */
@Command(
        name = "data",
        description = "Make data into batches that are named by their hashes, and check such data.",
        footer = {"", "Example:", "  millrace proof data pack text.npz --batch 16 --outputs text"})
final class ProofDataCommand extends CommandGroup {
    static CommandLine line(Terminal terminal) {
        return new CommandLine(new ProofDataCommand())
                .addSubcommand(new ProofDataPackCommand(terminal))
                .addSubcommand(new ProofDataCheckCommand(terminal));
    }
}
