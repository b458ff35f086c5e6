package network.millrace.cli.proof;

import network.millrace.cli.command.CommandGroup;
import network.millrace.cli.output.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code millrace proof …}. */
@Command(
        name = "proof",
        description = "Compute ONNX programs with the same bits on every machine, so that others can check the work."
                + " No network is needed.",
        footer = {"", "Example:", "  millrace proof check model.onnx"})
public final class ProofCommand extends CommandGroup {
    /** The group with its commands. */
    public static CommandLine line(Terminal terminal) {
        return new CommandLine(new ProofCommand())
                .addSubcommand(new ProofCheckCommand(terminal))
                .addSubcommand(new ProofRunCommand(terminal))
                .addSubcommand(ProofDataCommand.line(terminal))
                .addSubcommand(new ProofTrainCommand(terminal))
                .addSubcommand(new ProofTraceCommand(terminal))
                .addSubcommand(new ProofCommitCommand(terminal))
                .addSubcommand(new ProofDisputeCommand(terminal));
    }
}
