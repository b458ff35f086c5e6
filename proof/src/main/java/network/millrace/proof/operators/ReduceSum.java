package network.millrace.proof.operators;

import java.util.List;
import java.util.Optional;
import network.millrace.proof.RefusedException;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/** The sum along axes: floats in 32 lanes that are added as a tree at the end, integers wrapping. */
final class ReduceSum implements Primitive, Differentiable {
    @Override
    public String name() {
        return "ReduceSum";
    }

    @Override
    public Optional<List<Value>> rewrite(Expansion expansion) {
        return Reduction.rewrite(name(), expansion);
    }

    @Override
    public List<TensorType> infer(Inference in) {
        DataType type = in.elements(0);
        if (!type.isFloating() && type.bytes() < 4) {
            throw RefusedException.unsupported("ReduceSum of " + type + " is not supported");
        }
        return Reduction.infer(in);
    }

    @Override
    public void compute(Call call) {
        Tensor input = call.input(0);
        Tensor output = call.output(0);
        Reduction reduction =
                Reduction.of(call.attributes(), input.shape(), call.input(1).toLongs());
        int count = reduction.count();
        switch (input.type()) {
            case FLOAT32 -> {
                sumFloats(call, reduction, input, output);
            }
            case FLOAT64 -> {
                for (int o = 0; o < output.size(); o++) {
                    output.doubles()[o] = sum(input.doubles(), reduction, reduction.base(o));
                }
            }
            case INT32, UINT32 -> {
                for (int o = 0; o < output.size(); o++) {
                    int sum = 0;
                    for (int j = 0; j < count; j++) {
                        sum += input.ints()[reduction.base(o) + reduction.offset(j)];
                    }
                    output.ints()[o] = sum;
                }
            }
            case INT64, UINT64 -> {
                for (int o = 0; o < output.size(); o++) {
                    long sum = 0;
                    for (int j = 0; j < count; j++) {
                        sum += input.longs()[reduction.base(o) + reduction.offset(j)];
                    }
                    output.longs()[o] = sum;
                }
            }
            case FLOAT16, BFLOAT16, INT8, INT16, UINT8, UINT16, BOOL ->
                throw new IllegalStateException("no sum of " + input.type());
        }
    }

    /** Neighbouring outputs that reduce along rows of the input are summed together. */
    private static void sumFloats(Call call, Reduction reduction, Tensor input, Tensor output) {
        int count = reduction.count();
        int stride = reduction.stride();
        int together = stride > 1 ? Math.min(stride, output.size()) : 1;
        boolean rows = together > 1 && output.size() % together == 0 && reduction.isContiguousFor(together);
        int[] offsets = stride == 0 ? reduction.offsets() : new int[0];
        float[] gathered = new float[offsets.length];
        for (int o = 0; o < output.size(); o += rows ? together : 1) {
            int base = reduction.base(o);
            if (rows) {
                call.kernels().sumRows(input.floats(), base, stride, count, together, output.floats(), o);
            } else if (stride != 0) {
                output.floats()[o] = call.kernels().sum(input.floats(), base, stride, count);
            } else {
                for (int j = 0; j < count; j++) {
                    gathered[j] = input.floats()[base + offsets[j]];
                }
                output.floats()[o] = call.kernels().sum(gathered, 0, 1, count);
            }
        }
    }

    private static double sum(double[] elements, Reduction reduction, int base) {
        Tensor lanes = Lanes.INSTANCE.start(DataType.FLOAT64);
        for (int j = 0; j < reduction.count(); j++) {
            lanes.doubles()[j % Kernels.LANES] += elements[base + reduction.offset(j)];
        }
        return Lanes.INSTANCE.finish(lanes).doubles()[0];
    }

    @Override
    public long cost(Signature signature) {
        return signature.input(0).shape().size();
    }

    @Override
    public TileRule tileRule() {
        return new ReductionRule(Lanes.INSTANCE);
    }

    @Override
    public List<Value> gradient(Gradient gradient) {
        Shape shape = gradient.input(0).type().shape();
        long[] axes = gradient.input(1).known("the axes of ReduceSum").toLongs();
        Reduction kept = Reduction.of(
                shape, java.util.Arrays.stream(axes).mapToInt(shape::axis).toArray(), true);
        Value upstream = gradient.reshape(gradient.upstream(0), kept.output());
        return List.of(gradient.emit("Expand", upstream, gradient.integers(shape.toLongs())), Value.ABSENT);
    }

    /** The 32 lanes of a sum, and the tree that ends it. */
    private enum Lanes implements ReductionRule.Fold {
        INSTANCE;

        @Override
        public Tensor start(DataType type) {
            return Tensor.allocate(type, Shape.of(Kernels.LANES));
        }

        @Override
        public void take(Tensor state, long j, Tensor element) {
            add(state, (int) (j % Kernels.LANES), element, 0);
        }

        @Override
        public Tensor finish(Tensor state) {
            for (int half = Kernels.LANES / 2; half > 0; half /= 2) {
                for (int i = 0; i < half; i++) {
                    add(state, i, state, i + half);
                }
            }
            Tensor total = Tensor.allocate(state.type(), Shape.SCALAR);
            System.arraycopy(state.array(), 0, total.array(), 0, 1);
            return total;
        }

        private static void add(Tensor lanes, int lane, Tensor from, int i) {
            switch (lanes.type().storage()) {
                case FLOATS -> lanes.floats()[lane] += from.floats()[i];
                case DOUBLES -> lanes.doubles()[lane] += from.doubles()[i];
                case LONGS -> lanes.longs()[lane] += from.longs()[i];
                case INTS -> lanes.ints()[lane] += from.ints()[i];
                case SHORTS, BYTES -> throw new IllegalStateException("no sum of " + lanes.type());
            }
        }
    }
}
