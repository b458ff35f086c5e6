package network.millrace.proof.autodiff;

/** What a step does with the gradients: clip them, and move the parameters by a rate that may change from step to step. */
public record Descent(Optimizer optimizer, Schedule schedule, Clipping clipping) {
    /** All gradients as they are, always with the same rate. */
    public static Descent of(Optimizer optimizer) {
        return new Descent(optimizer, new Schedule.Constant(), Clipping.NONE);
    }
}
