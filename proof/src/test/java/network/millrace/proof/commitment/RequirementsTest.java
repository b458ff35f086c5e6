package network.millrace.proof.commitment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.graph.Node;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.TensorType;
import network.millrace.protocol.crypto.Hash;
import org.junit.jupiter.api.Test;

/** What a job takes is known before it begins, however long it is. */
class RequirementsTest {
    private static final Hash ANY = Hash.of(new byte[Hash.BYTES]);

    @Test
    void statesThatAreKeptCount() {
        // The run of a step: 1,000 floats in and out. States: 2 beside each second of the 11 checkpoints.
        Requirements requirements = Requirements.of(job(100, 10), 2);

        assertThat(requirements.memoryBytes()).isEqualTo(2 * 4_000 + (2 + 5) * 4_000 + 11 * 128);
        assertThat(requirements.operations()).isEqualTo(100 * 1_000);
    }

    @Test
    void jobThatTakesMoreIsRefusedWithTheNumber() {
        Requirements requirements = Requirements.of(job(100, 10), 2);

        requirements.check(requirements.memoryBytes(), requirements.operations());
        assertThatThrownBy(() -> requirements.check(requirements.memoryBytes() - 1, Long.MAX_VALUE))
                .hasMessage("bytes of memory for the job: 37408, at most 37407 are allowed");
        assertThatThrownBy(() -> requirements.check(Long.MAX_VALUE, 99_999))
                .hasMessage("operations of all steps: 100000, at most 99999 are allowed");
    }

    @Test
    void longestJobDoesNotOverflow() {
        Requirements requirements = Requirements.of(job(Job.STEPS_MAX, 1), 1);

        assertThat(requirements.memoryBytes()).isGreaterThan(Job.STEPS_MAX * 4_000);
        assertThat(requirements.operations()).isEqualTo(Job.STEPS_MAX * 1_000);
    }

    private static Job job(long steps, int interval) {
        Graph graph = Graph.of(
                "",
                List.of(GraphInput.of("x", new TensorType(DataType.FLOAT32, Shape.of(1_000)))),
                List.of("y"),
                List.of(new Node("", "", "Exp", 17, List.of("x"), List.of("y"), Attributes.NONE)),
                Map.of());
        Hashing hashing = new Hashing(HashFunction.SHA_256);
        StepProgram step =
                StepProgram.of(hashing, Programs.of(graph, Limits.DEFAULT), List.of(new InputSource.State(0)));
        return new Job(hashing, step, new Manifest(ANY, 1), ANY, 1, steps, interval);
    }
}
