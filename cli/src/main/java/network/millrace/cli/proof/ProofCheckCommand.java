package network.millrace.cli.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.output.Json;
import network.millrace.cli.output.Terminal;
import network.millrace.proof.RefusedException;
import network.millrace.proof.commitment.HashFunction;
import network.millrace.proof.commitment.Hashing;
import network.millrace.proof.commitment.TensorTree;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.inspection.Inspection;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.Programs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        description = {
            "Say which operators an ONNX file uses, what a run of it costs, and whether every operation of it can be"
                    + " disputed. Nothing is run.",
            "",
            "Exit codes: 0 it can be verified, 1 it cannot, 2 wrong usage."
        },
        footer = {
            "",
            "Example:",
            "  millrace proof check model.onnx",
            "  millrace proof check gpt2.onnx --shape input_ids=1,128",
            "  millrace proof check model.onnx --output json"
        })
final class ProofCheckCommand extends BaseCommand {
    private static final Hashing HASHING = new Hashing(HashFunction.SHA_256);

    @Parameters(paramLabel = "FILE", description = "The ONNX file; tensors in other files must lie in its folder.")
    private Path file = Path.of("");

    @Mixin
    private ShapeOptions shapes = new ShapeOptions();

    ProofCheckCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() throws IOException {
        try {
            Graph graph = ModelFile.read(file, Limits.DEFAULT);
            Program program = Programs.of(graph, shapes.types(graph), new java.util.TreeMap<>(), Limits.DEFAULT);
            Inspection inspection = Inspection.of(graph, program, TensorTree.digest(HASHING));
            InspectionReport report = new InspectionReport(file.toString(), program, inspection);
            show(() -> report.text(terminal()), report::json);
            if (!inspection.isVerifiable()) {
                throw CommandFailure.failed("not every operation of this program can be disputed");
            }
        } catch (RefusedException refused) {
            sayRefused(refused.getMessage());
            throw CommandFailure.failed(file + ": " + refused.getMessage(), refused);
        }
    }

    /** A script gets an object also for what is no program at all. */
    private void sayRefused(String reason) {
        if (answersJson()) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("file", file.toString());
            object.put("verifiable", false);
            object.put("reasons", List.of(reason));
            terminal().out().println(Json.write(object));
        }
    }
}
