package network.millrace.cli.demo;

import java.util.List;
import java.util.function.Predicate;
import network.millrace.proof.commitment.StepRunner;
import network.millrace.proof.dispute.FaultyRunner.Cheat;
import network.millrace.proof.dispute.Place;
import network.millrace.proof.execute.Observer;
import network.millrace.proof.tensor.Tensor;

/**
 * A cheat, and where it must be found.
 *
 * @param step the one wrong step; what comes after it is computed rightly, of the wrong state
 * @param goesSilent whether the cheat stops answering when the search has come to the operator
 */
record CheatTrial(String name, Cheat cheat, long step, boolean goesSilent, Predicate<Place> isFound) {
    /** The faulty runner in the step of the cheat, the honest one, which is faster, in all others. */
    StepRunner onlyIn(StepRunner honest, StepRunner faulty) {
        return new StepRunner() {
            @Override
            public List<Tensor> run(long number, List<Tensor> inputs) {
                return (number == step ? faulty : honest).run(number, inputs);
            }

            @Override
            public List<Tensor> run(long number, List<Tensor> inputs, Observer observer) {
                return (number == step ? faulty : honest).run(number, inputs, observer);
            }
        };
    }
}
