package network.millrace.proof.nodecases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.proof.RefusedException;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.operators.Primitive;
import network.millrace.proof.operators.Recomputation;
import network.millrace.proof.operators.Signature;
import network.millrace.proof.operators.TileRule.Grain;
import network.millrace.proof.operators.TileRule.Piece;
import network.millrace.proof.operators.WholeTensors;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TileGrid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every node case of ONNX whose operators are known passes, and every operation in it obeys its tile rule. */
class NodeCasesTest {
    @Test
    void casesOfKnownOperatorsPass() throws IOException {
        List<NodeCase> all = NodeCases.all();
        assertThat(all).hasSize(NodeCases.TOTAL);
        SortedMap<String, String> leftOut = NodeCases.leftOut();

        List<String> failures = new ArrayList<>();
        int passed = 0;
        for (NodeCase nodeCase : NodeCases.known()) {
            Optional<String> complaint = run(nodeCase);
            boolean excused = leftOut.containsKey(nodeCase.name());
            if (complaint.isEmpty() && excused) {
                failures.add(nodeCase + ": passes, so it must go from left-out.txt");
            }
            if (complaint.isPresent() && !excused) {
                failures.add(nodeCase + ": " + complaint.get());
            }
            passed += complaint.isEmpty() ? 1 : 0;
        }

        report(passed, all);
        assertThat(failures).isEmpty();
    }

    @Test
    void theirOperationsObeyTheirTileRules() throws IOException {
        List<String> failures = new ArrayList<>();
        for (NodeCase nodeCase : NodeCases.known()) {
            program(nodeCase).ifPresent(program -> checkTiles(nodeCase, program, failures));
        }
        assertThat(failures).isEmpty();
    }

    /** What is refused without reason fails in the other test; a graph that can only be evaluated has no tile rules. */
    private static Optional<Program> program(NodeCase nodeCase) {
        Graph graph = nodeCase.graph();
        try {
            return Optional.of(Programs.forInputs(graph, nodeCase.inputs(graph), Limits.DEFAULT));
        } catch (RefusedException noProgram) {
            return Optional.empty();
        }
    }

    private static Optional<String> run(NodeCase nodeCase) {
        try {
            Graph graph = nodeCase.graph();
            SortedMap<String, Tensor> inputs = nodeCase.inputs(graph);
            List<Tensor> evaluated = Programs.evaluate(graph, inputs, Limits.DEFAULT, Kernels.best(), Workers.SERIAL);
            List<Tensor> expected = nodeCase.outputs();
            for (int i = 0; i < expected.size(); i++) {
                Optional<String> complaint = Closeness.complaint(
                        expected.get(i), evaluated.get(i), nodeCase.relative(), nodeCase.absolute());
                if (complaint.isPresent()) {
                    return complaint.map(text -> "output " + text);
                }
            }
            return differences(graph, inputs, evaluated);
        } catch (RuntimeException failed) {
            return Optional.of(failed + " at " + failed.getStackTrace()[0]);
        }
    }

    /** The program, if the graph can be one, must give the same bits: fused or not, fast or scalar, first run or second. */
    private static Optional<String> differences(Graph graph, SortedMap<String, Tensor> named, List<Tensor> outputs) {
        Program program;
        try {
            program = Programs.forInputs(graph, named, Limits.DEFAULT);
        } catch (RefusedException refused) {
            boolean dynamic = refused.getMessage().contains("must be known before the program runs");
            return dynamic ? Optional.empty() : Optional.of("evaluates, but is refused: " + refused.getMessage());
        }
        List<Tensor> inputs = inputs(program, named);
        Executor fast = new Executor(program, Limits.DEFAULT, Workers.SERIAL);
        List<Tensor> first = fast.run(inputs);
        if (!sameBits(outputs, first)) {
            return Optional.of("the program gives other bits than the evaluation");
        }
        if (!sameBits(fast.run(inputs), first)) {
            return Optional.of("a second run gives other bits, or changes the outputs of the first");
        }
        Executor scalar = new Executor(program, Limits.DEFAULT, Workers.SERIAL, Kernels.scalar());
        if (!sameBits(outputs, scalar.run(inputs))) {
            return Optional.of("the scalar kernels give other bits");
        }
        if (!sameBits(outputs, scalar.run(inputs, (operation, values) -> {}))) {
            return Optional.of("unfused operations give other bits");
        }
        return Optional.empty();
    }

    private static List<Tensor> inputs(Program program, SortedMap<String, Tensor> named) {
        return program.inputNames().stream()
                .map(name -> Objects.requireNonNull(named.get(name)))
                .toList();
    }

    private static boolean sameBits(List<Tensor> some, List<Tensor> others) {
        for (int i = 0; i < some.size(); i++) {
            if (!some.get(i).sameBits(others.get(i))) {
                return false;
            }
        }
        return some.size() == others.size();
    }

    private static void checkTiles(NodeCase nodeCase, Program program, List<String> failures) {
        @Nullable Tensor[] values = new @Nullable Tensor[program.valueCount()];
        SortedMap<String, Tensor> named = nodeCase.inputs(nodeCase.graph());
        List<Tensor> inputs = inputs(program, named);
        for (int value = 0; value < values.length; value++) {
            values[value] = program.isInput(value)
                    ? inputs.get(value)
                    : program.isConstant(value) ? program.constant(value) : null;
        }
        Executor executor = new Executor(program, Limits.DEFAULT, Workers.SERIAL);
        executor.run(inputs, (operation, outputs) -> {
            for (int i = 0; i < outputs.size(); i++) {
                values[operation.outputs().get(i)] = copy(outputs.get(i));
            }
            List<@Nullable Tensor> read = new ArrayList<>();
            for (int input : operation.inputs()) {
                read.add(input == Operation.ABSENT ? null : values[input]);
            }
            try {
                checkTiles(
                        nodeCase + " " + operation.title(),
                        program.signature(operation),
                        operation.operator(),
                        read,
                        outputs,
                        failures);
            } catch (RuntimeException failed) {
                failures.add(nodeCase + " " + operation.title() + ": " + failed + " at " + failed.getStackTrace()[0]);
            }
        });
    }

    private static void checkTiles(
            String title,
            Signature signature,
            Primitive operator,
            List<@Nullable Tensor> inputs,
            List<Tensor> outputs,
            List<String> failures) {
        Recomputation recomputation = new Recomputation(operator, signature);
        for (int output = 0; output < outputs.size(); output++) {
            Tensor whole = outputs.get(output);
            TileGrid grid = new TileGrid(whole.shape());
            // First, middle and last tile; of a tile by elements, first, middle and last of them.
            for (long tile : spread(grid.tiles())) {
                Tensor expected = grid.cut(whole, tile);
                boolean byElement = recomputation.grain() == Grain.ELEMENT;
                for (long element : byElement ? spread(expected.size()) : List.of(0L)) {
                    WholeTensors tiles = new WholeTensors(inputs);
                    Tensor piece = recomputation.piece(new Piece(output, tile, (int) element), tiles);
                    Tensor wanted = byElement ? element(expected, (int) element) : expected;
                    if (!piece.sameBits(wanted)) {
                        failures.add(title + " output " + output + " tile " + tile + ": expected " + wanted + ", got "
                                + piece);
                    }
                }
            }
        }
    }

    private static List<Long> spread(long count) {
        return count == 0
                ? List.of()
                : List.of(0L, count / 2, count - 1).stream().distinct().toList();
    }

    private static Tensor element(Tensor tile, int element) {
        Tensor scalar = Tensor.allocate(tile.type(), Shape.SCALAR);
        System.arraycopy(tile.array(), element, scalar.array(), 0, 1);
        return scalar;
    }

    private static Tensor copy(Tensor tensor) {
        return Tensor.fromLittleEndian(tensor.tensorType(), tensor.toLittleEndian());
    }

    private static void report(int passed, List<NodeCase> all) {
        SortedMap<String, Integer> missing = new TreeMap<>();
        for (NodeCase nodeCase : all) {
            nodeCase.operators().stream()
                    .filter(operator -> !NodeCases.isKnown(operator))
                    .forEach(operator -> missing.merge(operator, 1, Integer::sum));
        }
        StringBuilder text = new StringBuilder("ONNX node cases: ")
                .append(passed)
                .append(" of ")
                .append(all.size())
                .append(" pass");
        missing.forEach((operator, count) -> text.append(missing.firstKey().equals(operator) ? "; not known: " : ", ")
                .append(operator)
                .append(' ')
                .append(count));
        System.out.println(text);
    }
}
