package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.Shape;

/**
 * The optimizers of ONNX's training domain. Inputs are the learning rate, the step number, and then all parameters, all their gradients
 * and all of each kind of state; outputs are new parameters and states in the same order.
 */
final class Optimizers {
    private static final int FIRST = 2;

    private Optimizers() {}

    /** What one parameter's update looks at. */
    private record Parameter(Value x, Value gradient, List<Value> states) {}

    @FunctionalInterface
    private interface Rule {
        /** The new parameter and its new states. */
        List<Value> update(Parameter parameter);
    }

    private static List<Value> each(Expansion e, int states, Rule rule) {
        int kinds = 2 + states;
        int count = (e.inputCount() - FIRST) / kinds;
        if (count * kinds != e.inputCount() - FIRST) {
            throw RefusedException.malformed("an optimizer with " + states + " states takes " + kinds
                    + " tensors for each parameter; it has " + (e.inputCount() - FIRST));
        }
        List<List<Value>> updates = new ArrayList<>();
        for (int p = 0; p < count; p++) {
            int at = FIRST + p;
            List<Value> state = IntStream.range(0, states)
                    .mapToObj(kind -> e.input(at + (2 + kind) * count))
                    .toList();
            updates.add(rule.update(new Parameter(e.input(at), regularized(e, at, count), state)));
        }
        return IntStream.rangeClosed(0, states)
                .boxed()
                .flatMap(kind -> updates.stream().map(update -> update.get(kind)))
                .toList();
    }

    /** The gradient with that of half the norm's square, times its coefficient. */
    private static Value regularized(Expansion e, int parameter, int count) {
        Value gradient = e.input(parameter + count);
        float norm = e.attributes().number("norm_coefficient", 0);
        return norm == 0 ? gradient : e.emit("Add", times(e, norm, e.input(parameter)), gradient);
    }

    private static Value times(Expansion e, double number, Value value) {
        return e.emit("Mul", e.scalarLike(value, number), value);
    }

    private static Value plus(Expansion e, Value value, double number) {
        return e.emit("Add", value, e.scalarLike(value, number));
    }

    private static Value rate(Expansion e) {
        return e.reshape(e.input(0), Shape.SCALAR);
    }

    /** The step number as a float. */
    private static Value steps(Expansion e, Value rate) {
        Attributes to = Attributes.NONE.with("to", rate.type().type().code());
        return e.emit("Cast", to, e.reshape(e.input(1), Shape.SCALAR));
    }

    static List<Value> adagrad(Expansion e) {
        Value rate = rate(e);
        float decay = e.attributes().number("decay_factor", 0);
        Value slowed = e.emit("Div", rate, plus(e, times(e, decay, steps(e, rate)), 1));
        float epsilon = e.attributes().number("epsilon", 1e-6f);
        return each(e, 1, parameter -> {
            Value g = parameter.gradient();
            Value squares = e.emit("Add", parameter.states().getFirst(), e.emit("Mul", g, g));
            Value root = plus(e, e.emit("Sqrt", squares), epsilon);
            Value step = e.emit("Div", e.emit("Mul", slowed, g), root);
            return List.of(e.emit("Sub", parameter.x(), step), squares);
        });
    }

    static List<Value> momentum(Expansion e) {
        Value rate = rate(e);
        float alpha = e.attributes().number("alpha");
        Value steps = steps(e, rate);
        Value isFirst = e.emit("Equal", steps, e.scalarLike(steps, 0));
        Value beta = e.emit(
                "Where",
                isFirst,
                e.scalarLike(rate, 1),
                e.scalarLike(rate, e.attributes().number("beta")));
        boolean nesterov = e.attributes().text("mode").equals("nesterov");
        return each(e, 1, parameter -> {
            Value g = parameter.gradient();
            Value v = e.emit("Add", times(e, alpha, parameter.states().getFirst()), e.emit("Mul", beta, g));
            Value direction = nesterov ? e.emit("Add", g, times(e, alpha, v)) : v;
            return List.of(e.emit("Sub", parameter.x(), e.emit("Mul", rate, direction)), v);
        });
    }

    static List<Value> adam(Expansion e) {
        float alpha = e.attributes().number("alpha", 0.9f);
        float beta = e.attributes().number("beta", 0.999f);
        float epsilon = e.attributes().number("epsilon", 1e-6f);
        float post = e.attributes().number("norm_coefficient_post", 0);
        Value rate = corrected(e, alpha, beta);
        return each(e, 2, parameter -> {
            Value g = parameter.gradient();
            Value v = mixed(e, alpha, parameter.states().get(0), g);
            Value h = mixed(e, beta, parameter.states().get(1), e.emit("Mul", g, g));
            Value root = plus(e, e.emit("Sqrt", h), epsilon);
            Value x = e.emit("Sub", parameter.x(), e.emit("Mul", rate, e.emit("Div", v, root)));
            return List.of(post == 0 ? x : times(e, 1 - post, x), v, h);
        });
    }

    /** factor old + (1 - factor) fresh. */
    private static Value mixed(Expansion e, float factor, Value old, Value fresh) {
        return e.emit("Add", times(e, factor, old), times(e, 1 - factor, fresh));
    }

    /** From step 1 on, the rate times the root of 1 - beta^t, divided by 1 - alpha^t. */
    private static Value corrected(Expansion e, float alpha, float beta) {
        Value rate = rate(e);
        Value steps = steps(e, rate);
        Value one = e.scalarLike(rate, 1);
        Value up = e.emit("Sqrt", e.emit("Sub", one, e.emit("Pow", e.scalarLike(rate, beta), steps)));
        Value down = e.emit("Sub", one, e.emit("Pow", e.scalarLike(rate, alpha), steps));
        Value adjusted = e.emit("Div", e.emit("Mul", rate, up), down);
        return e.emit("Where", e.emit("Greater", steps, e.scalarLike(steps, 0)), adjusted, rate);
    }
}
