package network.millrace.proof.autodiff;

import java.util.List;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.operators.Emitter;
import network.millrace.proof.operators.Value;

/**
 * What a step makes of a parameter and its gradient. The formulas are those of PyTorch's optimizers of the same names, so
 * that a job can be moved here with its settings; their roundings are our own.
 */
public sealed interface Optimizer {
    float rate();

    /** What it remembers of each parameter beside the parameter itself: names of tensors of the same type and shape, zero at first. */
    List<String> memories();

    /** x - rate g. */
    record Sgd(float rate) implements Optimizer {
        public Sgd {
            checkRate(rate);
        }

        @Override
        public List<String> memories() {
            return List.of();
        }
    }

    /** v = momentum v + g; x - rate v. */
    record Momentum(float rate, float momentum) implements Optimizer {
        public Momentum {
            checkRate(rate);
            checkShare("momentum", momentum);
        }

        @Override
        public List<String> memories() {
            return List.of("velocity");
        }
    }

    /**
     * Kingma and Ba 2015 with both moments corrected for their start at zero, and with the weight decay of Loshchilov and Hutter
     * 2019, which is taken off the parameter and not put into the gradient.
     *
     * @param decay 0 is Adam, more is AdamW
     */
    record Adam(float rate, float beta1, float beta2, float epsilon, float decay) implements Optimizer {
        public Adam {
            checkRate(rate);
            checkShare("beta1", beta1);
            checkShare("beta2", beta2);
            if (!(epsilon > 0) || !(decay >= 0)) {
                throw new IllegalArgumentException("epsilon must be positive and decay not negative");
            }
        }

        /** The usual settings. */
        public static Adam of(float rate) {
            return new Adam(rate, 0.9f, 0.999f, 1e-8f, 0);
        }

        /** The usual settings of AdamW. */
        public static Adam withDecay(float rate) {
            return new Adam(rate, 0.9f, 0.999f, 1e-8f, 0.01f);
        }

        @Override
        public List<String> memories() {
            return List.of("mean", "square");
        }
    }

    /**
     * Emits a step.
     *
     * @param step the number of the step, from 1 on, as a float32: a type with fewer digits could not count far
     * @param schedule what the rate is multiplied by
     * @param memories in the order of {@link #memories()}
     * @return the new parameter, then its new memories
     */
    default List<Value> emit(
            Emitter e, Value step, Schedule schedule, Value parameter, Value gradient, List<Value> memories) {
        Value rate = rate(e, step, schedule, parameter);
        return switch (this) {
            case Sgd ignored -> List.of(e.emit("Sub", parameter, e.emit("Mul", rate, gradient)));
            case Momentum momentum -> {
                Value kept = e.emit("Mul", e.scalarLike(parameter, momentum.momentum()), memories.getFirst());
                Value velocity = e.emit("Add", kept, gradient);
                yield List.of(e.emit("Sub", parameter, e.emit("Mul", rate, velocity)), velocity);
            }
            case Adam adam -> {
                Value mean = mixed(e, adam.beta1(), memories.get(0), gradient);
                Value square = mixed(e, adam.beta2(), memories.get(1), e.emit("Mul", gradient, gradient));
                Value pace = e.emit("Div", rate, missing(e, parameter, adam.beta1(), step));
                Value root = e.emit("Sqrt", e.emit("Div", square, missing(e, parameter, adam.beta2(), step)));
                Value scale = e.emit("Add", root, e.scalarLike(parameter, adam.epsilon()));
                Value decayed = adam.decay() == 0
                        ? parameter
                        : e.emit("Mul", parameter, kept(e, schedule, parameter, rate, adam));
                Value change = e.emit("Mul", pace, e.emit("Div", mean, scale));
                yield List.of(e.emit("Sub", decayed, change), mean, square);
            }
        };
    }

    /** A step with the whole rate. */
    default List<Value> emit(Emitter e, Value step, Value parameter, Value gradient, List<Value> memories) {
        return emit(e, step, new Schedule.Constant(), parameter, gradient, memories);
    }

    private Value rate(Emitter e, Value step, Schedule schedule, Value parameter) {
        Value whole = e.scalarLike(parameter, rate());
        return schedule instanceof Schedule.Constant
                ? whole
                : e.emit("Mul", whole, cast(e, schedule.factor(e, step), parameter));
    }

    /** What weight decay leaves of a parameter: 1 - rate decay. */
    private static Value kept(Emitter e, Schedule schedule, Value parameter, Value rate, Adam adam) {
        return schedule instanceof Schedule.Constant
                ? e.scalarLike(parameter, 1.0 - (double) adam.rate() * adam.decay())
                : e.emit("Sub", e.scalarLike(parameter, 1), e.emit("Mul", rate, e.scalarLike(parameter, adam.decay())));
    }

    /** share old + (1 - share) fresh. */
    private static Value mixed(Emitter e, float share, Value old, Value fresh) {
        return e.emit(
                "Add",
                e.emit("Mul", e.scalarLike(old, share), old),
                e.emit("Mul", e.scalarLike(old, 1.0 - share), fresh));
    }

    /** 1 - share to the power of the step, what an average that began at zero has got so far, in the type of a parameter. */
    private static Value missing(Emitter e, Value like, float share, Value step) {
        Value missing = e.emit("Sub", e.scalarLike(step, 1), e.emit("Pow", e.scalarLike(step, share), step));
        return cast(e, missing, like);
    }

    private static Value cast(Emitter e, Value value, Value like) {
        return value.type().type() == like.type().type()
                ? value
                : e.emit("Cast", Attributes.NONE.with("to", like.type().type().code()), value);
    }

    private static void checkRate(float rate) {
        if (!(rate > 0) || Float.isInfinite(rate)) {
            throw new IllegalArgumentException("a learning rate is positive; this is " + rate);
        }
    }

    private static void checkShare(String name, float share) {
        if (!(share >= 0) || share >= 1) {
            throw new IllegalArgumentException(name + " is from 0 to less than 1; this is " + share);
        }
    }
}
