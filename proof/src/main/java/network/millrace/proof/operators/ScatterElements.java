package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.proof.tensor.TileGrid;

/** The data, in which updates meet elements named by indices along one axis, in the ascending flat order of the updates. */
final class ScatterElements implements Primitive, Differentiable {
    @Override
    public String name() {
        return "ScatterElements";
    }

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(3, 3);
        Indices.require(in, 1);
        Meeting.of(in.attributes()).require(in.sameElements(0, 2));
        GatherElements.requireInside(in.shape(0), in.shape(1), GatherElements.axis(in.attributes(), in.shape(0)));
        if (!in.shape(1).equals(in.shape(2))) {
            throw RefusedException.malformed("ScatterElements needs as many updates as indices; their shapes are "
                    + in.shape(2) + " and " + in.shape(1));
        }
        return List.of(in.type(0));
    }

    @Override
    public void compute(Call call) {
        Tensor data = call.input(0);
        Tensor indices = call.input(1);
        Tensor output = call.output(0);
        Meeting meeting = Meeting.of(call.attributes());
        int axis = GatherElements.axis(call.attributes(), data.shape());
        System.arraycopy(data.array(), 0, output.array(), 0, data.size());
        for (int i = 0; i < indices.size(); i++) {
            int target = GatherElements.target(name(), data.shape(), indices.shape(), axis, i, indices.integer(i));
            meeting.apply(output, target, call.input(2), i);
        }
    }

    @Override
    public long cost(Signature signature) {
        return signature.output(0).shape().size() + signature.input(1).shape().size();
    }

    @Override
    public TileRule tileRule() {
        return Rule.INSTANCE;
    }

    /** Where several updates meet one place and the last one stays, each of them gets the gradient of that place. */
    @Override
    public List<Value> gradient(Gradient gradient) {
        Value upstream = gradient.upstream(0);
        Value indices = gradient.input(1);
        Attributes axis = Attributes.NONE.with("axis", gradient.attributes().integer("axis", 0));
        Value byUpdates = gradient.emit("GatherElements", axis, upstream, indices);
        return switch (Meeting.of(gradient.attributes())) {
            case ADD -> List.of(upstream, Value.ABSENT, byUpdates);
            case NONE -> {
                Value zeros = Fill.like(gradient, upstream, 0, indices.shape());
                yield List.of(
                        gradient.emit("ScatterElements", axis, upstream, indices, zeros), Value.ABSENT, byUpdates);
            }
            case MUL, MAX, MIN -> throw Meeting.of(gradient.attributes()).noGradient(name());
        };
    }

    /**
     * One element: the data's, which then meets the updates whose indices lie in its line along the axis and name it. A link looks at 64
     * indices when these lie in one tile, and else at one.
     */
    private enum Rule implements TileRule {
        INSTANCE;

        private static final int NEAR = TileGrid.EDGE;

        @Override
        public Grain grain(Signature signature) {
            return Grain.ELEMENT;
        }

        private static int span(Shape indices, int axis) {
            return axis >= indices.rank() - 2 ? NEAR : 1;
        }

        private static int[] place(Signature signature, Piece piece) {
            Shape shape = signature.output(0).shape();
            return Places.of(shape, new TileGrid(shape).element(piece.tile(), piece.element()));
        }

        /** How many indices lie in the element's line; none when it is beyond them along another axis. */
        private static int lineLength(Signature signature, Piece piece, int axis) {
            Shape indices = signature.input(1).shape();
            int[] place = place(signature, piece);
            for (int d = 0; d < place.length; d++) {
                if (d != axis && place[d] >= indices.dimension(d)) {
                    return 0;
                }
            }
            return indices.dimension(axis);
        }

        private static int axis(Signature signature) {
            return GatherElements.axis(
                    signature.attributes(), signature.input(0).shape());
        }

        @Override
        public long links(Signature signature, Piece piece) {
            int axis = axis(signature);
            int span = span(signature.input(1).shape(), axis);
            return Math.max(1, Math.ceilDiv(lineLength(signature, piece, axis), span));
        }

        @Override
        public long cost(Signature signature, Piece piece, long link) {
            return span(signature.input(1).shape(), axis(signature));
        }

        /** What states look like; the first link takes the data's element instead. */
        @Override
        public Tensor start(Signature signature, Piece piece) {
            return Tensor.allocate(signature.output(0).type(), Shape.SCALAR);
        }

        @Override
        public Tensor link(Signature signature, Piece piece, long link, Tensor state, Tiles inputs) {
            Shape data = signature.input(0).shape();
            Shape indices = signature.input(1).shape();
            int axis = axis(signature);
            int[] place = place(signature, piece);
            Tensor start = link == 0 ? inputs.element(signature, 0, Places.dot(place, data.strides())) : state;
            Tensor next = Tensor.allocate(start.tensorType());
            System.arraycopy(start.array(), 0, next.array(), 0, 1);
            int wanted = place[axis];
            int from = Math.toIntExact(link * span(indices, axis));
            int to = Math.min(from + span(indices, axis), lineLength(signature, piece, axis));
            for (int j = from; j < to; j++) {
                place[axis] = j;
                int source = Places.dot(place, indices.strides());
                long index = inputs.element(signature, 1, source).integer(0);
                if (Indices.within("ScatterElements", index, data.dimension(axis)) == wanted) {
                    Meeting.of(signature.attributes()).apply(next, 0, inputs.element(signature, 2, source), 0);
                }
            }
            return next;
        }
    }
}
