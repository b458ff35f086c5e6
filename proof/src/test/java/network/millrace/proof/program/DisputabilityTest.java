package network.millrace.proof.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import network.millrace.proof.RefusedException;
import network.millrace.proof.commitment.HashFunction;
import network.millrace.proof.commitment.Hashing;
import network.millrace.proof.commitment.InputSource;
import network.millrace.proof.commitment.StepProgram;
import network.millrace.proof.commitment.TensorTree;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.graph.Node;
import network.millrace.proof.inspection.Inspection;
import network.millrace.proof.operators.Call;
import network.millrace.proof.operators.Inference;
import network.millrace.proof.operators.Primitive;
import network.millrace.proof.operators.Signature;
import network.millrace.proof.operators.TileRule;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.junit.jupiter.api.Test;

/** A program with an operation whose links no referee would judge is no job: its honest provider would lose by the clock. */
class DisputabilityTest {
    private static final Hashing HASHING = new Hashing(HashFunction.SHA_256);
    private static final Shape MANY_TILES = Shape.of(640, 64);

    private static final Graph GRAPH = Graph.of(
            "test",
            List.of(GraphInput.of("x", new TensorType(DataType.FLOAT32, MANY_TILES))),
            List.of("y"),
            List.of(
                    new Node("", "", "Exp", 17, List.of("x"), List.of("h"), Attributes.NONE),
                    new Node("", "", "Relu", 17, List.of("h"), List.of("y"), Attributes.NONE)),
            Map.of());

    /** A rule whose links declare a cost and open some tiles of the input. */
    private record Rule(long declared, int tiles) implements TileRule {
        @Override
        public Grain grain(Signature signature) {
            return Grain.TILE;
        }

        @Override
        public long cost(Signature signature, Piece piece, long link) {
            return declared;
        }

        @Override
        public Tensor link(Signature signature, Piece piece, long link, Tensor state, Tiles inputs) {
            for (int tile = 1; tile < tiles; tile++) {
                inputs.tile(0, tile);
            }
            return inputs.tile(0, 0);
        }
    }

    private record Operator(TileRule tileRule) implements Primitive {
        @Override
        public String name() {
            return "Dear";
        }

        @Override
        public List<TensorType> infer(Inference inference) {
            return List.of(inference.type(0));
        }

        @Override
        public void compute(Call call) {
            throw new IllegalStateException("nothing is computed before it is refused");
        }
    }

    @Test
    void aProgramWithALinkThatIsTooDearIsNoJobAndTheOperatorAndTheNumberAreNamed() {
        Program program = programWith(new Rule(TileRule.COST_MAX + 1L, 1));

        assertThatThrownBy(() -> job(program))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("operation 1 (Dear)")
                .hasMessageContaining("300001 operations; a referee does at most 300000");
        assertThat(Inspection.of(GRAPH, program, TensorTree.digest(HASHING)).isVerifiable())
                .isFalse();
    }

    @Test
    void aProgramWithALinkThatOpensTooMuchIsNoJob() {
        Program program = programWith(new Rule(1, 5));

        assertThatThrownBy(() -> job(program))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("opens 81920 bytes; a referee reads at most 65536");
    }

    @Test
    void whatIsJustWithinTheLimitsIsAJob() {
        assertThatCode(() -> job(programWith(new Rule(TileRule.COST_MAX, 4)))).doesNotThrowAnyException();
    }

    private static StepProgram job(Program program) {
        return StepProgram.of(HASHING, program, List.of(new InputSource.Batch(0)));
    }

    /** The second operation is replaced by one of the given rule. */
    private static Program programWith(TileRule rule) {
        Program program = Programs.of(GRAPH, Limits.DEFAULT);
        List<Operation> operations = new ArrayList<>(program.operations());
        Operation relu = operations.getLast();
        operations.set(
                1,
                new Operation(
                        relu.index(),
                        new Operator(rule),
                        relu.attributes(),
                        relu.inputs(),
                        relu.outputs(),
                        relu.group()));
        List<TensorType> types = new ArrayList<>();
        for (int value = 0; value < program.valueCount(); value++) {
            types.add(program.type(value));
        }
        return new Program(
                program.inputNames(),
                program.constants(),
                operations,
                types,
                program.groups(),
                program.outputNames(),
                program.outputs());
    }
}
