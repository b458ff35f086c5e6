package network.millrace.proof.model;

import network.millrace.proof.graph.GraphBuilder;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Philox;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/** Initial values of parameters: drawn from Philox, one stream each in the order in which they are asked for. */
final class Parameters {
    private static final int SUMMANDS = 12;

    private final GraphBuilder graph;
    private final DataType type;
    private final long seed;
    private long stream;

    Parameters(GraphBuilder graph, DataType type, long seed) {
        this.graph = graph;
        this.type = type;
        this.seed = seed;
    }

    /** About normal, as a sum of uniform numbers is. */
    String normal(String name, Shape shape, double deviation) {
        Tensor tensor = Tensor.allocate(type, shape);
        for (int i = 0; i < tensor.size(); i++) {
            double sum = 0;
            for (int j = 0; j < SUMMANDS; j++) {
                sum += Philox.uniform(Philox.word(seed, stream, (long) i * SUMMANDS + j));
            }
            set(tensor, i, (sum - SUMMANDS / 2.0) * deviation);
        }
        stream++;
        return graph.initializer(name, tensor);
    }

    String all(String name, Shape shape, double value) {
        Tensor tensor = Tensor.allocate(type, shape);
        for (int i = 0; i < tensor.size(); i++) {
            set(tensor, i, value);
        }
        return graph.initializer(name, tensor);
    }

    String number(double value) {
        Tensor tensor = Tensor.allocate(type, Shape.SCALAR);
        set(tensor, 0, value);
        return graph.constant(tensor);
    }

    static void set(Tensor tensor, int i, double value) {
        if (tensor.type() == DataType.FLOAT64) {
            tensor.doubles()[i] = value;
        } else {
            tensor.floats()[i] = (float) value;
        }
    }
}
