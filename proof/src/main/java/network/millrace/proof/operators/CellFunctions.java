package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;

/**
 * The activation functions of one direction of a recurrent network, in order. {@code activation_alpha} and {@code activation_beta} are
 * consumed by the functions that take one, both directions one after the other.
 */
record CellFunctions(List<Function> functions, float clip) {
    CellFunctions {
        functions = List.copyOf(functions);
    }

    private enum Kind {
        RELU,
        TANH,
        SIGMOID,
        SOFTSIGN,
        SOFTPLUS,
        LEAKYRELU,
        THRESHOLDEDRELU,
        ELU,
        HARDSIGMOID,
        SCALEDTANH,
        AFFINE;

        /** In upper or lower case, as onnxruntime takes them too. */
        static Kind of(String name) {
            for (Kind kind : values()) {
                if (kind.name().equalsIgnoreCase(name)) {
                    return kind;
                }
            }
            throw RefusedException.malformed("no activation of recurrent networks is called \"" + name + "\"");
        }
    }

    /** A function and its parameters. */
    static final class Function {
        private final Kind kind;
        private final float alpha;
        private final float beta;

        private Function(Kind kind, float alpha, float beta) {
            this.kind = kind;
            this.alpha = alpha;
            this.beta = beta;
        }
    }

    /** The functions of all directions. */
    static List<CellFunctions> of(Attributes attributes, List<String> defaults, int directions) {
        List<String> given = attributes.texts("activations");
        int count = defaults.size();
        if (!given.isEmpty() && given.size() < count * directions) {
            throw RefusedException.malformed("a network of " + directions + " directions needs " + count * directions
                    + " activations; it has " + given);
        }
        Iterator<Float> alphas = numbers(attributes, "activation_alpha");
        Iterator<Float> betas = numbers(attributes, "activation_beta");
        float clip = attributes.number("clip", 0);
        List<CellFunctions> all = new ArrayList<>();
        for (int d = 0; d < directions; d++) {
            List<Function> functions = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String name = given.isEmpty() ? defaults.get(i) : given.get(d * count + i);
                functions.add(function(Kind.of(name), alphas, betas));
            }
            all.add(new CellFunctions(functions, clip));
        }
        return all;
    }

    private static Iterator<Float> numbers(Attributes attributes, String name) {
        float[] numbers = attributes.numbers(name).orElse(new float[0]);
        return IntStream.range(0, numbers.length).mapToObj(i -> numbers[i]).iterator();
    }

    /** ONNX's defaults are those of the operators of the same name; of the scaled ones it names none, and 1 and 0 change nothing. */
    private static Function function(Kind kind, Iterator<Float> alphas, Iterator<Float> betas) {
        return switch (kind) {
            case RELU, TANH, SIGMOID, SOFTSIGN, SOFTPLUS -> new Function(kind, 0, 0);
            case LEAKYRELU -> new Function(kind, next(alphas, 0.01f), 0);
            case THRESHOLDEDRELU, ELU -> new Function(kind, next(alphas, 1), 0);
            case HARDSIGMOID -> new Function(kind, next(alphas, 0.2f), next(betas, 0.5f));
            case SCALEDTANH -> new Function(kind, next(alphas, 1), next(betas, 1));
            case AFFINE -> new Function(kind, next(alphas, 1), next(betas, 0));
        };
    }

    private static float next(Iterator<Float> numbers, float absent) {
        return numbers.hasNext() ? numbers.next() : absent;
    }

    /** Emits function i of what a gate sums up, which is clipped first where the node says so. */
    Value gate(Emitter e, int i, Value sum) {
        return apply(e, i, clip > 0 ? clipped(e, sum) : sum);
    }

    private Value clipped(Emitter e, Value sum) {
        return e.emit("Min", e.emit("Max", sum, e.scalarLike(sum, -clip)), e.scalarLike(sum, clip));
    }

    /** Emits function i of a value. */
    Value apply(Emitter e, int i, Value in) {
        Function function = functions.get(i);
        Attributes alpha = Attributes.NONE.with("alpha", function.alpha);
        return switch (function.kind) {
            case RELU -> e.emit("Relu", in);
            case TANH -> e.emit("Tanh", in);
            case SIGMOID -> e.emit("Sigmoid", in);
            case SOFTSIGN -> e.emit("Softsign", in);
            case SOFTPLUS -> e.emit("Softplus", in);
            case LEAKYRELU -> e.emit("LeakyRelu", alpha, in);
            case THRESHOLDEDRELU -> e.emit("ThresholdedRelu", alpha, in);
            case ELU -> e.emit("Elu", alpha, in);
            case HARDSIGMOID -> e.emit("HardSigmoid", alpha.with("beta", function.beta), in);
            case SCALEDTANH -> scaled(e, function.alpha, e.emit("Tanh", scaled(e, function.beta, in)));
            case AFFINE -> e.emit("Add", scaled(e, function.alpha, in), e.scalarLike(in, function.beta));
        };
    }

    private static Value scaled(Emitter e, float factor, Value x) {
        return e.emit("Mul", e.scalarLike(x, factor), x);
    }
}
