package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.proof.tensor.TileGrid;

/** The data, in which updates meet slices named by tuples of indices, in the ascending flat order of the updates. */
final class ScatterND implements Primitive, Differentiable {
    @Override
    public String name() {
        return "ScatterND";
    }

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(3, 3);
        Indices.require(in, 1);
        Meeting.of(in.attributes()).require(in.sameElements(0, 2));
        Shape updates = GatherND.result(in.shape(0), in.shape(1));
        if (!in.shape(2).equals(updates)) {
            throw RefusedException.malformed(
                    "updates of ScatterND must have the shape " + updates + "; they have " + in.shape(2));
        }
        return List.of(in.type(0));
    }

    @Override
    public void compute(Call call) {
        Tensor data = call.input(0);
        Tensor tuples = call.input(1);
        Tensor output = call.output(0);
        Meeting meeting = Meeting.of(call.attributes());
        System.arraycopy(data.array(), 0, output.array(), 0, data.size());
        int slice = GatherND.slice(data.shape(), tuples.shape());
        int rows = tuples.size() / tuples.shape().dimension(-1);
        for (int row = 0; row < rows; row++) {
            int start = GatherND.start(name(), data.shape(), GatherND.tuple(tuples, row));
            for (int i = 0; i < slice; i++) {
                meeting.apply(output, start + i, call.input(2), row * slice + i);
            }
        }
    }

    @Override
    public long cost(Signature signature) {
        return signature.output(0).shape().size() + signature.input(2).shape().size();
    }

    @Override
    public TileRule tileRule() {
        return Rule.INSTANCE;
    }

    /** Where several updates meet one place and the last one stays, each of them gets the gradient of that place. */
    @Override
    public List<Value> gradient(Gradient gradient) {
        Value upstream = gradient.upstream(0);
        Value tuples = gradient.input(1);
        Value byUpdates = gradient.emit("GatherND", upstream, tuples);
        return switch (Meeting.of(gradient.attributes())) {
            case ADD -> List.of(upstream, Value.ABSENT, byUpdates);
            case NONE -> {
                Value zeros = Fill.like(gradient, upstream, 0, byUpdates.shape());
                yield List.of(gradient.emit("ScatterND", upstream, tuples, zeros), Value.ABSENT, byUpdates);
            }
            case MUL, MAX, MIN -> throw Meeting.of(gradient.attributes()).noGradient(name());
        };
    }

    /**
     * One element: the data's, which then meets the updates whose tuples name it. A link looks at 64 tuples, which lie in one tile, when
     * only the last of them counts; and else at one, since every update may lie in another tile.
     */
    private enum Rule implements TileRule {
        INSTANCE;

        @Override
        public Grain grain(Signature signature) {
            return Grain.ELEMENT;
        }

        private static int span(Signature signature) {
            return Meeting.of(signature.attributes()) == Meeting.NONE ? TileGrid.EDGE : 1;
        }

        private static long rows(Signature signature) {
            Shape tuples = signature.input(1).shape();
            return tuples.size() / tuples.dimension(-1);
        }

        @Override
        public long links(Signature signature, Piece piece) {
            return Math.max(1, Math.ceilDiv(rows(signature), span(signature)));
        }

        @Override
        public long cost(Signature signature, Piece piece, long link) {
            return (long) span(signature) * signature.input(1).shape().dimension(-1);
        }

        /** What states look like; the first link takes the data's element instead. */
        @Override
        public Tensor start(Signature signature, Piece piece) {
            return Tensor.allocate(signature.output(0).type(), Shape.SCALAR);
        }

        @Override
        public Tensor link(Signature signature, Piece piece, long link, Tensor state, Tiles inputs) {
            Shape data = signature.input(0).shape();
            long element = new TileGrid(data).element(piece.tile(), piece.element());
            int slice = GatherND.slice(data, signature.input(1).shape());
            Meeting meeting = Meeting.of(signature.attributes());
            Tensor start = link == 0 ? inputs.element(signature, 0, element) : state;
            Tensor next = Tensor.allocate(start.tensorType());
            System.arraycopy(start.array(), 0, next.array(), 0, 1);
            long from = link * span(signature);
            // From the last tuple back: with no reduction the first one that is found decides.
            for (long row = Math.min(from + span(signature), rows(signature)) - 1; row >= from; row--) {
                long first = GatherND.start("ScatterND", data, GatherND.tuple(inputs, signature, row));
                if (element / slice == first / slice) {
                    meeting.apply(next, 0, inputs.element(signature, 2, row * slice + element % slice), 0);
                    break;
                }
            }
            return next;
        }
    }
}
