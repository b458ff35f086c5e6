package network.millrace.simulation.scenarios;

/** A step of an order did not come out as it must: which, what was expected and what came. */
public final class StepFailure extends RuntimeException {
    StepFailure(String step, String detail) {
        super("step " + step + ": " + detail);
    }
}
