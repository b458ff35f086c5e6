package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/** The largest element along axes: a NaN wins, +0 is larger than -0, and nothing gives the type's smallest value. */
final class ReduceMax implements Primitive, Differentiable {
    @Override
    public String name() {
        return "ReduceMax";
    }

    @Override
    public Optional<List<Value>> rewrite(Expansion expansion) {
        return Reduction.rewrite(name(), expansion);
    }

    @Override
    public List<TensorType> infer(Inference in) {
        DataType type = in.elements(0);
        boolean known = type.isFloating()
                || type == DataType.INT32
                || type == DataType.INT64
                || type == DataType.INT8
                || type == DataType.BOOL;
        if (!known) {
            throw RefusedException.unsupported("ReduceMax of " + type + " is not supported");
        }
        return Reduction.infer(in);
    }

    @Override
    public void compute(Call call) {
        Tensor input = call.input(0);
        Tensor output = call.output(0);
        Reduction reduction =
                Reduction.of(call.attributes(), input.shape(), call.input(1).toLongs());
        if (input.type() == DataType.FLOAT32 && reduction.stride() == 1) {
            for (int o = 0; o < output.size(); o++) {
                output.floats()[o] = call.kernels().max(input.floats(), reduction.base(o), reduction.count());
            }
            return;
        }
        for (int o = 0; o < output.size(); o++) {
            int base = reduction.base(o);
            set(output, o, Largest.INSTANCE.start(output.type()), 0);
            for (int j = 0; j < reduction.count(); j++) {
                take(output, o, input, base + reduction.offset(j));
            }
        }
    }

    private static void set(Tensor target, int at, Tensor source, int from) {
        System.arraycopy(source.array(), from, target.array(), at, 1);
    }

    /** Math.max is exactly this rule: NaN propagates and -0 is smaller than +0. */
    private static void take(Tensor target, int at, Tensor source, int from) {
        switch (target.type().storage()) {
            case FLOATS -> target.floats()[at] = Math.max(target.floats()[at], source.floats()[from]);
            case DOUBLES -> target.doubles()[at] = Math.max(target.doubles()[at], source.doubles()[from]);
            case LONGS -> target.longs()[at] = Math.max(target.longs()[at], source.longs()[from]);
            case INTS -> target.ints()[at] = Math.max(target.ints()[at], source.ints()[from]);
            case BYTES -> target.bytes()[at] = (byte) Math.max(target.bytes()[at], source.bytes()[from]);
            case SHORTS -> throw new IllegalStateException("no maximum of " + target.type());
        }
    }

    @Override
    public long cost(Signature signature) {
        return signature.input(0).shape().size();
    }

    @Override
    public TileRule tileRule() {
        return new ReductionRule(Largest.INSTANCE);
    }

    /** Shared equally by all elements that are the largest. */
    @Override
    public List<Value> gradient(Gradient gradient) {
        Value x = gradient.input(0);
        Shape shape = x.shape();
        int[] axes = Arrays.stream(
                        gradient.input(1).known("the axes of ReduceMax").toLongs())
                .mapToInt(shape::axis)
                .toArray();
        Shape kept = Reduction.of(shape, axes, true).output();
        Value largest = gradient.emit("Equal", x, gradient.reshape(gradient.output(0), kept));
        Value share =
                gradient.emit("Cast", Attributes.NONE.with("to", x.type().type().code()), largest);
        Value count = gradient.emit("ReduceSum", Attributes.NONE.with("keepdims", 1), share, gradient.input(1));
        Value each = gradient.emit("Div", gradient.reshape(gradient.upstream(0), kept), count);
        return List.of(gradient.emit("Mul", share, each), Value.ABSENT);
    }

    private enum Largest implements ReductionRule.Fold {
        INSTANCE;

        @Override
        public Tensor start(DataType type) {
            Tensor smallest = Tensor.allocate(type, Shape.SCALAR);
            switch (type.storage()) {
                case FLOATS -> smallest.floats()[0] = Float.NEGATIVE_INFINITY;
                case DOUBLES -> smallest.doubles()[0] = Double.NEGATIVE_INFINITY;
                case LONGS -> smallest.longs()[0] = Long.MIN_VALUE;
                case INTS -> smallest.ints()[0] = Integer.MIN_VALUE;
                case BYTES -> smallest.bytes()[0] = type == DataType.BOOL ? 0 : Byte.MIN_VALUE;
                case SHORTS -> throw new IllegalStateException("no maximum of " + type);
            }
            return smallest;
        }

        @Override
        public void take(Tensor state, long j, Tensor element) {
            ReduceMax.take(state, 0, element, 0);
        }

        @Override
        public Tensor finish(Tensor state) {
            return state;
        }
    }
}
