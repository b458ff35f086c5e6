package network.millrace.proof.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import network.millrace.proof.RefusedException;
import network.millrace.proof.Seed;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.program.ProgramBuilder;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the node cases of recurrent networks leave out: sequences of different lengths, directions, limits. */
class RecurrenceTest {
    private static final Random RANDOM = Seed.random(RecurrenceTest.class);
    private static final int STEPS = 5;
    private static final int SIZE = 3;
    private static final int HIDDEN = 2;

    @ParameterizedTest
    @CsvSource({
        "RNN, forward", "RNN, reverse", "RNN, bidirectional",
        "GRU, forward", "GRU, reverse", "GRU, bidirectional",
        "LSTM, forward", "LSTM, reverse", "LSTM, bidirectional"
    })
    void shorterSequenceInABatchGivesWhatItGivesAlone(String operator, String direction) {
        // given two sequences, of which the second has three steps and is filled up with other numbers
        Network network = new Network(operator, Attributes.NONE.with("direction", direction));
        Tensor batch = random(Shape.of(STEPS, 2, SIZE));
        Tensor alone = Tensor.allocate(DataType.FLOAT32, Shape.of(3, 1, SIZE));
        for (int i = 0; i < alone.size(); i++) {
            alone.floats()[i] = batch.floats()[i / SIZE * 2 * SIZE + SIZE + i % SIZE];
        }

        // when the network runs over both, and over the second alone
        List<Tensor> together = network.run(batch, Tensor.of(Shape.of(2), STEPS, 3));
        List<Tensor> single = network.run(alone, Tensor.of(Shape.of(1), 3));

        // then its outputs are the same bits, zeros behind its end, and its last state is the same
        for (int t = 0; t < STEPS; t++) {
            for (int d = 0; d < network.directions(); d++) {
                float[] expected = t < 3 ? network.output(single.get(0), 1, t, d, 0) : new float[HIDDEN];
                assertThat(network.output(together.get(0), 2, t, d, 1)).containsExactly(expected);
            }
        }
        for (int d = 0; d < network.directions(); d++) {
            assertThat(network.output(together.get(1), 2, 0, d, 1))
                    .containsExactly(network.output(single.get(1), 1, 0, d, 0));
        }
    }

    @Test
    void sequenceThatWouldBecomeTooManyOperationsIsRefusedWithTheNumber() {
        Limits few = new Limits(1, 1, 1_000, 0, 1, 1, 64);
        ProgramBuilder builder = new ProgramBuilder(Operators.standard(), few);
        Value x = builder.input("x", new TensorType(DataType.FLOAT32, Shape.of(1_000, 1, SIZE)));
        Value w = builder.input("w", new TensorType(DataType.FLOAT32, Shape.of(1, 4 * HIDDEN, SIZE)));
        Value r = builder.input("r", new TensorType(DataType.FLOAT32, Shape.of(1, 4 * HIDDEN, HIDDEN)));

        assertThatThrownBy(() -> builder.emit("LSTM", 1, Attributes.NONE, List.of(x, w, r)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("operations of the program: 1001, at most 1000 are allowed");
    }

    /** A network with random weights and biases. */
    private record Network(String operator, Attributes attributes, List<Tensor> weights) {
        Network(String operator, Attributes attributes) {
            this(operator, attributes, weights(operator, directions(attributes)));
        }

        private static int directions(Attributes attributes) {
            return attributes.text("direction").equals("bidirectional") ? 2 : 1;
        }

        private static List<Tensor> weights(String operator, int directions) {
            int rows = (operator.equals("LSTM") ? 4 : operator.equals("GRU") ? 3 : 1) * HIDDEN;
            return List.of(
                    random(Shape.of(directions, rows, SIZE)),
                    random(Shape.of(directions, rows, HIDDEN)),
                    random(Shape.of(directions, 2 * rows)));
        }

        int directions() {
            return directions(attributes);
        }

        List<Tensor> run(Tensor x, Tensor lengths) {
            ProgramBuilder builder = new ProgramBuilder(Operators.standard(), Limits.DEFAULT);
            List<Value> inputs = new ArrayList<>(List.of(builder.input("x", x.tensorType())));
            weights.forEach(weight -> inputs.add(builder.constant(weight)));
            inputs.add(builder.input("lengths", lengths.tensorType()));
            List<Value> outputs = builder.emit(operator, 2, attributes, inputs);
            return new Executor(
                            builder.build(List.of("y", "state"), outputs.subList(0, 2)), Limits.DEFAULT, Workers.SERIAL)
                    .run(List.of(x, lengths));
        }

        /** The numbers of one sequence after one step in one direction. */
        float[] output(Tensor outputs, int batch, int step, int direction, int sequence) {
            int from = ((step * directions() + direction) * batch + sequence) * HIDDEN;
            return Arrays.copyOfRange(outputs.floats(), from, from + HIDDEN);
        }
    }

    private static Tensor random(Shape shape) {
        Tensor tensor = Tensor.allocate(DataType.FLOAT32, shape);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.floats()[i] = (float) RANDOM.nextGaussian();
        }
        return tensor;
    }
}
