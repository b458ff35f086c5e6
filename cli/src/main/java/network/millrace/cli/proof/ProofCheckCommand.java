package network.millrace.cli.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.output.Json;
import network.millrace.cli.output.Terminal;
import network.millrace.cli.output.Text;
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
            "Exit codes: 0 it can be verified within the limits, 1 it cannot, 2 wrong usage."
        },
        footer = {
            "",
            "Example:",
            "  millrace proof check model.onnx",
            "  millrace proof check gpt2.onnx --shape input_ids=1,128",
            "  millrace proof check model.onnx --max-memory 512MiB --max-operations 1e12",
            "  millrace proof check model.onnx --output json"
        })
final class ProofCheckCommand extends BaseCommand {
    private static final Hashing HASHING = new Hashing(HashFunction.SHA_256);

    @Parameters(paramLabel = "FILE", description = "The ONNX file; tensors in other files must lie in its folder.")
    private Path file = Path.of("");

    @Mixin
    private ShapeOptions shapes = new ShapeOptions();

    @Mixin
    private LimitOptions limits = new LimitOptions();

    ProofCheckCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() throws IOException {
        try {
            Limits most = limits.limits();
            Graph graph = ModelFile.read(file, most);
            Program program = Programs.of(graph, shapes.types(graph), new TreeMap<>(), most);
            Inspection inspection = Inspection.of(graph, program, TensorTree.digest(HASHING));
            InspectionReport report = new InspectionReport(file.toString(), program, inspection, most);
            show(() -> report.text(terminal()), report::json);
            if (!inspection.isVerifiable()) {
                throw CommandFailure.failed("not every operation of this program can be disputed");
            }
            if (inspection.memoryBytes() > most.memoryBytes()) {
                throw CommandFailure.failed("a run needs " + Text.bytes(inspection.memoryBytes())
                        + " of memory, and here it may take " + Text.bytes(most.memoryBytes())
                        + "; allow more by --max-memory, and give it a heap that large: MILLRACE_JAVA_OPTS=-Xmx8g");
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
