package network.millrace.proof.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import network.millrace.proof.Seed;
import network.millrace.proof.commitment.HashFunction;
import network.millrace.proof.commitment.Hashing;
import network.millrace.proof.commitment.TensorTree;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.graph.Attribute;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.graph.Node;
import network.millrace.proof.inspection.Inspection;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.junit.jupiter.api.Test;

/** Regions that only the data say give the bits of known ones, and every operation of the program can be disputed. */
class MaxRoiPoolTest {
    private static final TensorType IMAGES = new TensorType(DataType.FLOAT32, Shape.of(2, 3, 9, 11));
    private static final float[] ODD = {Float.NaN, Float.POSITIVE_INFINITY, -100, 100, 0.49999997f, -0.5f, 2.5f};

    private final Random random = Seed.random(MaxRoiPoolTest.class);

    @Test
    void regionsOfDataGiveTheBitsOfKnownOnes() {
        for (int round = 0; round < 30; round++) {
            Tensor images = Tensor.allocate(IMAGES);
            for (int i = 0; i < images.size(); i++) {
                images.floats()[i] = random.nextInt(50) == 0 ? Float.NaN : (float) random.nextGaussian();
            }
            Tensor regions = Tensor.allocate(DataType.FLOAT32, Shape.of(6, 5));
            for (int i = 0; i < regions.size(); i++) {
                boolean odd = random.nextInt(8) == 0;
                float edge = odd ? ODD[random.nextInt(ODD.length)] : random.nextFloat() * 24 - 2;
                regions.floats()[i] = i % 5 == 0 ? random.nextInt(2) : edge;
            }
            Graph graph = graph(random.nextBoolean() ? 1 : 0.4f);

            Tensor known = Programs.evaluate(
                            graph,
                            new TreeMap<>(Map.of("x", images, "regions", regions)),
                            Limits.DEFAULT,
                            Kernels.scalar(),
                            Workers.SERIAL)
                    .getFirst();
            Program program = Programs.of(graph, Limits.DEFAULT);
            Tensor computed = new Executor(program, Limits.DEFAULT, Workers.SERIAL)
                    .run(List.of(images, regions))
                    .getFirst();

            assertThat(computed.sameBits(known))
                    .as("%s: %s, not %s", regions, computed, known)
                    .isTrue();
        }
    }

    @Test
    void everyOperationOfItCanBeDisputed() {
        Graph graph = graph(1);
        Program program = Programs.of(graph, Limits.DEFAULT);

        Inspection inspection = Inspection.of(graph, program, TensorTree.digest(new Hashing(HashFunction.SHA_256)));

        assertThat(program.inputNames()).containsExactly("x", "regions");
        assertThat(inspection.obstacles()).isEmpty();
    }

    private static Graph graph(float scale) {
        Attributes attributes = Attributes.NONE
                .with("pooled_shape", new Attribute.Wholes(List.of(3L, 2L)))
                .with("spatial_scale", scale);
        return Graph.of(
                "pool",
                List.of(
                        GraphInput.of("x", IMAGES),
                        GraphInput.of("regions", new TensorType(DataType.FLOAT32, Shape.of(6, 5)))),
                List.of("y"),
                List.of(new Node("", "", "MaxRoiPool", 22, List.of("x", "regions"), List.of("y"), attributes)),
                Map.of());
    }
}
