package network.millrace.cli.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.compute.WorkerPool;
import network.millrace.cli.output.ProgressLine;
import network.millrace.cli.output.Table;
import network.millrace.cli.output.Terminal;
import network.millrace.proof.RefusedException;
import network.millrace.proof.commitment.HashFunction;
import network.millrace.proof.commitment.Hashing;
import network.millrace.proof.commitment.TensorTree;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        description = {
            "Run an ONNX file once. Its outputs have the same bits on every machine and for any number of threads; the root"
                    + " that is shown of each binds them.",
            "",
            "Inputs and outputs are arrays by name, in NumPy's .npz or in .safetensors."
        },
        footer = {
            "",
            "Example:",
            "  millrace proof run model.onnx --inputs in.npz --outputs out.npz",
            "  millrace proof run model.onnx --inputs in.npz --weights tuned.safetensors --outputs out.safetensors"
        })
final class ProofRunCommand extends BaseCommand {
    @Parameters(paramLabel = "FILE", description = "The ONNX file; tensors in other files must lie in its folder.")
    private Path file = Path.of("");

    @Option(
            names = "--inputs",
            paramLabel = "IN",
            required = true,
            description = "The inputs, by their names in the graph.")
    private Path inputs = Path.of("");

    @Option(names = "--outputs", paramLabel = "OUT", required = true, description = "Where the outputs are written.")
    private Path outputs = Path.of("");

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "Tensors in place of the file's own initializers of the same names.")
    private @Nullable Path weights;

    @Mixin
    private Threads threads = new Threads();

    @Mixin
    private LimitOptions limits = new LimitOptions();

    ProofRunCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() throws IOException {
        Graph graph = ModelFile.read(file, limits.limits());
        if (weights != null) {
            graph = Weights.replaced(graph, TensorFile.read(weights));
        }
        NavigableMap<String, Tensor> given = TensorFile.read(inputs);
        try (ProgressLine progress = progress("reading " + file);
                WorkerPool workers = threads.open()) {
            Program program = Programs.forInputs(graph, given, limits.limits());
            List<Tensor> ordered = new ArrayList<>();
            for (String name : program.inputNames()) {
                ordered.add(Optional.ofNullable(given.get(name))
                        .orElseThrow(() -> CommandFailure.missing(
                                inputs + " has no array " + name + "; it has " + given.keySet())));
            }
            progress.report("computing " + program.operations().size() + " operations");
            List<Tensor> results = new Executor(program, limits.limits(), workers).run(ordered);
            NavigableMap<String, Tensor> named = new TreeMap<>();
            for (int i = 0; i < results.size(); i++) {
                named.put(program.outputNames().get(i), results.get(i));
            }
            TensorFile.write(outputs, named);
            tell(named);
        } catch (RefusedException refused) {
            throw CommandFailure.failed(file + ": " + refused.getMessage(), refused);
        }
    }

    private void tell(NavigableMap<String, Tensor> named) {
        Hashing hashing = new Hashing(HashFunction.SHA_256);
        Table table = Table.of("OUTPUT", "TYPE", "ROOT");
        named.forEach((name, tensor) -> table.row(
                name, tensor.tensorType(), TensorTree.root(hashing, tensor).hex()));
        show(() -> table.text(terminal()), () -> {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("file", file.toString());
            object.put("outputs", outputs.toString());
            Map<String, Object> roots = new LinkedHashMap<>();
            named.forEach((name, tensor) ->
                    roots.put(name, TensorTree.root(hashing, tensor).hex()));
            object.put("roots", roots);
            return object;
        });
    }
}
