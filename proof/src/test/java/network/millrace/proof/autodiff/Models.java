package network.millrace.proof.autodiff;

import java.util.Random;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphBuilder;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/** Small models that the tests train. */
final class Models {
    private Models() {}

    /** Two layers; input {@code x} [rows, from], output {@code y} [rows, to]. */
    static Graph perceptron(Random random, DataType type, int rows, int from, int hidden, int to) {
        GraphBuilder graph = new GraphBuilder("perceptron", 21);
        String x = graph.input("x", new TensorType(type, Shape.of(rows, from)));
        String w1 = graph.initializer("w1", numbers(random, type, Shape.of(from, hidden)));
        String b1 = graph.initializer("b1", numbers(random, type, Shape.of(hidden)));
        String w2 = graph.initializer("w2", numbers(random, type, Shape.of(to, hidden)));
        String b2 = graph.initializer("b2", numbers(random, type, Shape.of(to)));
        String h = graph.node("Exp", graph.node("Neg", graph.node("Gemm", x, w1, b1)));
        return graph.build("y", graph.node("Gemm", Attributes.NONE.with("transB", 1), h, w2, b2));
    }

    /** Numbers from -1 to 1. */
    static Tensor numbers(Random random, DataType type, Shape shape) {
        Tensor tensor = Tensor.allocate(type, shape);
        for (int i = 0; i < tensor.size(); i++) {
            double number = 2 * random.nextDouble() - 1;
            if (type == DataType.FLOAT64) {
                tensor.doubles()[i] = number;
            } else {
                tensor.floats()[i] = (float) number;
            }
        }
        return tensor;
    }

    static Tensor classes(Random random, int classes, int... shape) {
        Tensor tensor = Tensor.allocate(DataType.INT64, Shape.of(shape));
        for (int i = 0; i < tensor.size(); i++) {
            tensor.longs()[i] = random.nextInt(classes);
        }
        return tensor;
    }
}
