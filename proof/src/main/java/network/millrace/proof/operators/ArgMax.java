package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/** The index of the largest element along an axis, the first of equal ones unless the last is asked for; a NaN is largest. */
final class ArgMax implements Primitive {
    @Override
    public String name() {
        return "ArgMax";
    }

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(1, 1);
        if (in.elements(0) == DataType.BOOL) {
            throw RefusedException.unsupported("ArgMax of bool is not supported");
        }
        Shape shape = in.shape(0);
        int axis = axis(in.attributes(), shape);
        if (shape.dimension(axis) == 0) {
            throw RefusedException.malformed("no largest element along axis " + axis + " of shape " + shape);
        }
        return List.of(new TensorType(
                DataType.INT64,
                Reduction.of(shape, new int[] {axis}, in.attributes().flag("keepdims", true))
                        .output()));
    }

    private static int axis(Attributes attributes, Shape shape) {
        return shape.axis(attributes.integer("axis", 0));
    }

    @Override
    public void compute(Call call) {
        Tensor input = call.input(0);
        Shape shape = input.shape();
        int axis = axis(call.attributes(), shape);
        int inner = shape.product(axis + 1, shape.rank());
        int count = shape.dimension(axis);
        Largest fold = fold(call.attributes());
        for (int o = 0; o < call.output(0).size(); o++) {
            Tensor state = fold.start(DataType.INT64);
            int base = o / inner * count * inner + o % inner;
            for (int j = 0; j < count; j++) {
                fold.take(state, j, SortKey.of(input, base + j * inner));
            }
            call.output(0).longs()[o] = state.longs()[0];
        }
    }

    private static Largest fold(Attributes attributes) {
        return new Largest(attributes.flag("select_last_index", false));
    }

    @Override
    public long cost(Signature signature) {
        return signature.input(0).shape().size();
    }

    /** A reduction whose axis stands in an attribute. */
    @Override
    public TileRule tileRule() {
        return new TileRule() {
            @Override
            public Grain grain(Signature signature) {
                return Grain.ELEMENT;
            }

            private TileRule rule(Signature signature) {
                return new ReductionRule(fold(signature.attributes()));
            }

            private Signature reduction(Signature signature) {
                TensorType input = signature.input(0);
                int axis = axis(signature.attributes(), input.shape());
                return new Signature(
                        signature.attributes(),
                        List.of(input, new TensorType(DataType.INT64, Shape.of(1))),
                        Arrays.asList(null, Tensor.vector(axis)),
                        signature.outputs());
            }

            @Override
            public long links(Signature signature, Piece piece) {
                return rule(signature).links(reduction(signature), piece);
            }

            @Override
            public long cost(Signature signature, Piece piece, long link) {
                return rule(signature).cost(reduction(signature), piece, link);
            }

            @Override
            public Tensor start(Signature signature, Piece piece) {
                return rule(signature).start(reduction(signature), piece);
            }

            @Override
            public Tensor link(Signature signature, Piece piece, long link, Tensor state, Tiles inputs) {
                return rule(signature).link(reduction(signature), piece, link, state, inputs);
            }
        };
    }

    /** The state is the index of the largest element so far, -1 at first, and its key. */
    private record Largest(boolean last) implements ReductionRule.Fold {
        @Override
        public Tensor start(DataType type) {
            return Tensor.vector(-1, Long.MIN_VALUE);
        }

        @Override
        public void take(Tensor state, long j, Tensor element) {
            take(state, j, SortKey.of(element, 0));
        }

        void take(Tensor state, long j, long key) {
            long[] best = state.longs();
            if (best[0] < 0 || key > best[1] || (last && key == best[1])) {
                best[0] = j;
                best[1] = key;
            }
        }

        @Override
        public Tensor finish(Tensor state) {
            return Tensor.scalar(state.longs()[0]);
        }
    }
}
