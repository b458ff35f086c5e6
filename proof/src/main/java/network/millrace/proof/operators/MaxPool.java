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
import network.millrace.proof.tensor.TileGrid;

/**
 * The largest element of each window, and where it lies in the input. The order is that of sorting: -0 equals +0, a NaN is larger
 * than every number, and of equal elements the first one of the window is taken, which counts row-major. The padding has no elements.
 */
final class MaxPool implements Primitive, Differentiable {
    @Override
    public String name() {
        return "MaxPool";
    }

    @Override
    public Optional<List<Value>> rewrite(Expansion expansion) {
        Windows windows =
                Windows.ofPool(expansion.attributes(), expansion.input(0).shape());
        Attributes canonical =
                windows.canonical().with("kernel_shape", windows.kernel().toLongs());
        if (expansion.attributes().flag("storage_order", false)) {
            canonical = canonical.with("storage_order", 1);
        }
        return canonical.equals(expansion.attributes())
                ? Optional.empty()
                : Optional.of(expansion.emit(name(), expansion.outputCount(), canonical, List.of(expansion.input(0))));
    }

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(1, 1);
        Shape input = in.shape(0);
        if (in.elements(0) == DataType.BOOL) {
            throw RefusedException.unsupported("MaxPool of bool is not supported");
        }
        Windows windows = Windows.ofPool(in.attributes(), input);
        windows.requireElements(input);
        int[] result = input.dimensions();
        int[] counts = windows.counts(input);
        System.arraycopy(counts, 0, result, 2, counts.length);
        return List.of(in.type(0).shaped(Shape.of(result)), new TensorType(DataType.INT64, Shape.of(result)));
    }

    @Override
    public void compute(Call call) {
        Tensor input = call.input(0);
        Tensor output = call.output(0);
        Windows windows = Windows.ofPool(call.attributes(), input.shape());
        int planes = input.shape().product(0, 2);
        boolean indexed = call.outputCount() > 1 || output.type() != DataType.FLOAT32;
        call.workers().run(planes, plane -> {
            if (indexed) {
                indexed(call, windows, plane);
            } else {
                int area = output.shape().product(2, output.shape().rank());
                Arrays.fill(output.floats(), plane * area, (plane + 1) * area, Float.NEGATIVE_INFINITY);
                windows.rows(input.shape(), plane, (target, source, step, count) -> call.kernels()
                        .replaceByLarger(output.floats(), target, input.floats(), source, step, count));
            }
        });
    }

    private static void indexed(Call call, Windows windows, int plane) {
        Tensor input = call.input(0);
        Tensor output = call.output(0);
        int area = output.shape().product(2, output.shape().rank());
        long[] keys = new long[area];
        int[] indices = new int[area];
        Arrays.fill(indices, -1);
        windows.rows(input.shape(), plane, (target, source, step, count) -> {
            for (int i = 0; i < count; i++) {
                int at = target - plane * area + i;
                long key = SortKey.of(input, source + i * step);
                if (indices[at] < 0 || key > keys[at]) {
                    keys[at] = key;
                    indices[at] = source + i * step;
                }
            }
        });
        for (int i = 0; i < area; i++) {
            System.arraycopy(input.array(), indices[i], output.array(), plane * area + i, 1);
            if (call.outputCount() > 1) {
                call.output(1).longs()[plane * area + i] = stored(call.attributes(), input.shape(), indices[i]);
            }
        }
    }

    /** A flat index as the attribute storage_order wants it: with 1 the first spatial axis runs fastest. */
    private static long stored(Attributes attributes, Shape input, int index) {
        if (!attributes.flag("storage_order", false)) {
            return index;
        }
        int[] place = Places.of(input, index);
        long within = 0;
        for (int axis = input.rank() - 1; axis >= 2; axis--) {
            within = within * input.dimension(axis) + place[axis];
        }
        int area = input.product(2, input.rank());
        return (long) index / area * area + within;
    }

    @Override
    public long cost(Signature signature) {
        Windows windows =
                Windows.ofPool(signature.attributes(), signature.input(0).shape());
        return signature.output(0).shape().size() * windows.kernel().size();
    }

    /** To the element that was taken; windows may share one. */
    @Override
    public List<Value> gradient(Gradient gradient) {
        Value x = gradient.input(0);
        Value upstream = gradient.upstream(0);
        if (upstream.isAbsent()) {
            return List.of(Value.ABSENT);
        }
        Attributes attributes = gradient.attributes().without("storage_order");
        Value indices = gradient.emit(name(), 2, attributes, List.of(x)).get(1);
        int planes = x.shape().product(0, 2);
        int area = x.shape().product(2, x.shape().rank());
        Shape windows = Shape.of(planes, indices.shape().product(2, x.shape().rank()));
        Value within = gradient.emit("Mod", gradient.reshape(indices, windows), gradient.scalarLike(indices, area));
        Value zeros = Fill.like(gradient, x, 0, Shape.of(planes, area));
        Attributes add = Attributes.NONE.with("axis", 1).with("reduction", "add");
        Value sums = gradient.emit("ScatterElements", add, zeros, within, gradient.reshape(upstream, windows));
        return List.of(gradient.reshape(sums, x.shape()));
    }

    @Override
    public TileRule tileRule() {
        return Chain.INSTANCE;
    }

    /** One element: the largest so far and its index. A link takes one row of the kernel, or one place where that is wider than a tile. */
    private enum Chain implements TileRule {
        INSTANCE;

        @Override
        public Grain grain(Signature signature) {
            return Grain.ELEMENT;
        }

        private static Windows windows(Signature signature) {
            return Windows.ofPool(signature.attributes(), signature.input(0).shape());
        }

        @Override
        public long links(Signature signature, Piece piece) {
            Windows windows = windows(signature);
            return Math.ceilDiv(windows.kernel().size(), windows.near());
        }

        @Override
        public long cost(Signature signature, Piece piece, long link) {
            return windows(signature).near();
        }

        @Override
        public Tensor start(Signature signature, Piece piece) {
            return Tensor.vector(Long.MIN_VALUE, -1);
        }

        @Override
        public Tensor link(Signature signature, Piece piece, long link, Tensor state, Tiles inputs) {
            Shape input = signature.input(0).shape();
            Shape output = signature.output(piece.output()).shape();
            Windows windows = windows(signature);
            int[] place = Places.of(output, new TileGrid(output).element(piece.tile(), piece.element()));
            long plane = (long) place[0] * input.dimension(1) + place[1];
            long[] best = state.toLongs();
            long end = Math.min((link + 1) * windows.near(), windows.kernel().size());
            for (long k = link * windows.near(); k < end; k++) {
                long source = windows.source(input, plane, place, Places.of(windows.kernel(), k));
                if (source >= 0) {
                    long key = SortKey.of(inputs.element(signature, 0, source), 0);
                    if (best[1] < 0 || key > best[0]) {
                        best[0] = key;
                        best[1] = source;
                    }
                }
            }
            if (end < windows.kernel().size()) {
                return Tensor.vector(best);
            }
            return piece.output() == 0
                    ? inputs.element(signature, 0, best[1])
                    : Tensor.scalar(stored(signature.attributes(), input, (int) best[1]));
        }
    }
}
