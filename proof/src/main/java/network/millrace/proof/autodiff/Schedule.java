package network.millrace.proof.autodiff;

import network.millrace.proof.RefusedException;
import network.millrace.proof.operators.Emitter;
import network.millrace.proof.operators.Value;

/**
 * How the learning rate changes over a run. It is computed within the step from the step's number, so that it is disputable like
 * everything else, and a run that is resumed has the same rates.
 */
public sealed interface Schedule {
    /** Always the same. */
    record Constant() implements Schedule {}

    /**
     * From nearly zero in a line up to the whole rate, and then, if there is an end, down along half a cosine (Loshchilov and
     * Hutter 2017, without restarts) to a share of it, where it stays.
     *
     * @param warmUp how many steps the way up takes; step t of them has t / warmUp of the rate
     * @param end the step after which nothing changes any more; 0 keeps the whole rate
     * @param floor which share of the rate is left at the end
     */
    record Cosine(long warmUp, long end, float floor) implements Schedule {
        public Cosine {
            if (warmUp < 0 || (end != 0 && end <= warmUp)) {
                throw RefusedException.malformed("a rate that rises for " + warmUp
                        + " steps must fall until a later one, or not at all (0); not until step " + end);
            }
            if (!(floor >= 0) || floor > 1) {
                throw RefusedException.malformed("the share that is left of the rate is from 0 to 1; this is " + floor);
            }
        }
    }

    /**
     * Emits by what the rate is multiplied.
     *
     * @param step the number of the step, from 1 on, as a float32
     */
    default Value factor(Emitter e, Value step) {
        return switch (this) {
            case Constant ignored -> e.scalarLike(step, 1);
            case Cosine cosine ->
                cosine.end() == 0
                        ? rise(e, step, cosine.warmUp())
                        : e.emit("Mul", rise(e, step, cosine.warmUp()), fall(e, step, cosine));
        };
    }

    private static Value rise(Emitter e, Value step, long warmUp) {
        Value done = e.emit("Div", step, e.scalarLike(step, (double) Math.max(warmUp, 1)));
        return e.emit("Min", done, e.scalarLike(step, 1));
    }

    /** floor + (1 - floor) (1 + cos(pi done)) / 2, where done goes from 0 to 1. */
    private static Value fall(Emitter e, Value step, Cosine cosine) {
        Value after = e.emit("Sub", step, e.scalarLike(step, (double) cosine.warmUp()));
        Value share = e.emit("Div", after, e.scalarLike(step, (double) (cosine.end() - cosine.warmUp())));
        Value done = e.emit("Min", e.emit("Max", share, e.scalarLike(step, 0)), e.scalarLike(step, 1));
        Value wave = e.emit("Cos", e.emit("Mul", done, e.scalarLike(step, Math.PI)));
        double half = (1 - cosine.floor()) / 2.0;
        Value above = e.emit("Mul", e.emit("Add", wave, e.scalarLike(step, 1)), e.scalarLike(step, half));
        return e.emit("Add", above, e.scalarLike(step, cosine.floor()));
    }
}
