package network.millrace.cli.demo;

import java.util.List;
import network.millrace.proof.commitment.InputSource;
import network.millrace.proof.commitment.Job;
import network.millrace.proof.commitment.Run;
import network.millrace.proof.dispute.FaultyRunner;
import network.millrace.proof.dispute.FaultyRunner.Cheat;
import network.millrace.proof.dispute.Place;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TileGrid;

/** The five cheats of the demo, each in one of the last steps of a job. */
final class CheatTrials {
    /** The highest bit of the fraction: a lower one may be rounded away by what follows, and then nobody was cheated. */
    private static final int BIT = 1 << 22;

    private final Run honest;
    private final Job job;
    private final Program program;

    CheatTrials(Run honest) {
        this.honest = honest;
        this.job = honest.job();
        this.program = job.program().program();
    }

    List<CheatTrial> all() {
        long last = job.steps();
        return List.of(
                fakedStep(last - 3),
                fakedOperator(last - 4),
                flippedBit(last - 5),
                stalling(last - 6),
                oldResult(last - 7, Math.max(1, (last - 7) / 2)));
    }

    /** The step is not computed: the state stays what it was. */
    private CheatTrial fakedStep(long step) {
        return new CheatTrial(
                "a step that was never computed",
                new Cheat() {
                    @Override
                    public void ended(long number, List<Tensor> outputs) {
                        if (number == step) {
                            List<Tensor> before = honest.inputs(step);
                            for (int output : job.program().stateOutputs()) {
                                int input = job.program().sources().indexOf(new InputSource.State(output));
                                outputs.set(output, FaultyRunner.copy(before.get(input)));
                            }
                        }
                    }
                },
                step,
                false,
                place -> place.operator().equals("checkpoint"));
    }

    /** One product of matrices, the dearest operator, is left out: zeros come out of it. */
    private CheatTrial fakedOperator(long step) {
        Operation skipped = product(0.5);
        return new CheatTrial(
                "an operator that was skipped",
                new Cheat() {
                    @Override
                    public void computed(long number, Operation operation, List<Tensor> outputs) {
                        if (number == step && operation.index() == skipped.index()) {
                            outputs.replaceAll(output -> Tensor.allocate(output.tensorType()));
                        }
                    }
                },
                step,
                false,
                place -> place.operation() == skipped.index());
    }

    private CheatTrial flippedBit(long step) {
        Operation product = product(0.8);
        int element = program.type(product.outputs().getFirst()).shape().arraySize() / 2 + 3;
        return new CheatTrial(
                "one flipped bit in one tile",
                flip(step, product, element),
                step,
                false,
                place -> place.operation() == product.index()
                        && place.tile()
                                == new TileGrid(program.type(product.outputs().getFirst())
                                                .shape())
                                        .tileOf(element));
    }

    /** The same flipped bit by somebody who stops answering as soon as the search has come to the operator. */
    private CheatTrial stalling(long step) {
        Operation product = product(0.8);
        return new CheatTrial(
                "a party that stops answering",
                flip(step, product, 0),
                step,
                true,
                place -> place.operation() == product.index());
    }

    /** An old step's state and batch in place of this one's: every operation is right, of the wrong inputs. */
    private CheatTrial oldResult(long step, long old) {
        return new CheatTrial(
                "an old result copied",
                new Cheat() {
                    @Override
                    public void given(long number, List<Tensor> inputs) {
                        if (number == step) {
                            List<Tensor> copied = honest.inputs(old);
                            for (int i = 0; i < inputs.size(); i++) {
                                if (!(job.program().sources().get(i) instanceof InputSource.StepNumber)) {
                                    inputs.set(i, FaultyRunner.copy(copied.get(i)));
                                }
                            }
                        }
                    }
                },
                step,
                false,
                place -> place.operation() != Place.UNKNOWN);
    }

    private static Cheat flip(long step, Operation operation, int element) {
        return new Cheat() {
            @Override
            public void computed(long number, Operation computed, List<Tensor> outputs) {
                if (number == step && computed.index() == operation.index()) {
                    float[] elements = outputs.getFirst().floats();
                    elements[element] = Float.intBitsToFloat(Float.floatToRawIntBits(elements[element]) ^ BIT);
                }
            }
        };
    }

    /** A product of matrices at about so much of the way through the step. */
    private Operation product(double way) {
        List<Operation> products = program.operations().stream()
                .filter(operation -> operation.operator().name().equals("MatMul"))
                .toList();
        return products.get((int) (way * products.size()));
    }
}
