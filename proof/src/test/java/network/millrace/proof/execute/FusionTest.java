package network.millrace.proof.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.graph.Node;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.junit.jupiter.api.Test;

/** A fused kernel stands for the whole of its group. */
class FusionTest {
    @Test
    void inputThatWasFoldedToAConstantReachesTheFusedKernel() {
        // given a Gemm whose addend is computed from constants alone
        Graph graph = Graph.of(
                "",
                List.of(
                        GraphInput.of("a", new TensorType(DataType.FLOAT32, Shape.of(1, 2))),
                        GraphInput.of("b", new TensorType(DataType.FLOAT32, Shape.of(2, 2)))),
                List.of("y"),
                List.of(
                        new Node("", "", "Neg", 18, List.of("one"), List.of("c"), Attributes.NONE),
                        new Node("", "", "Gemm", 18, List.of("a", "b", "c"), List.of("y"), Attributes.NONE)),
                Map.of("one", Tensor.of(Shape.of(2), 1f, 2f)));
        Program program = Programs.of(graph, new TreeMap<>(), new TreeMap<>(), Limits.DEFAULT);
        List<Tensor> inputs = List.of(Tensor.of(Shape.of(1, 2), 1f, 1f), Tensor.of(Shape.of(2, 2), 10f, 20f, 30f, 40f));

        // when it runs fused and unfused
        Executor executor = new Executor(program, Limits.DEFAULT, Workers.SERIAL);
        List<Tensor> fused = executor.run(inputs);
        List<Tensor> unfused = executor.run(inputs, (operation, outputs) -> {});

        // then both have added it
        assertThat(unfused.getFirst().floats()).containsExactly(39f, 58f);
        assertThat(fused.getFirst().floats()).containsExactly(39f, 58f);
    }
}
