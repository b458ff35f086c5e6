package network.millrace.proof.operators;

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
 * Sums or products of all elements up to each one along an axis, one after another from +0 or 1 on. The canonical form goes forwards and
 * includes the element itself; the others are put together from it.
 */
final class Cumulative implements Primitive, Differentiable {
    private final boolean product;

    private Cumulative(boolean product) {
        this.product = product;
    }

    static Cumulative sum() {
        return new Cumulative(false);
    }

    static Cumulative product() {
        return new Cumulative(true);
    }

    @Override
    public String name() {
        return product ? "CumProd" : "CumSum";
    }

    @Override
    public Optional<List<Value>> rewrite(Expansion expansion) {
        if (expansion.attributes().equals(Attributes.NONE)) {
            return Optional.empty();
        }
        Value x = expansion.input(0);
        long axis =
                x.shape().axis(expansion.input(1).known("the axis of " + name()).integer(0));
        boolean reverse = expansion.attributes().flag("reverse", false);
        Value forwards = reverse ? reversed(expansion, x, axis) : x;
        if (expansion.attributes().flag("exclusive", false) && x.shape().dimension((int) axis) > 0) {
            forwards = shifted(expansion, forwards, axis);
        }
        Value running = expansion.emit(name(), forwards, expansion.constant(Tensor.scalar(axis)));
        return Optional.of(List.of(reverse ? reversed(expansion, running, axis) : running));
    }

    private static Value reversed(Emitter emitter, Value x, long axis) {
        return emitter.emit(
                "Slice",
                x,
                emitter.integers(-1),
                emitter.integers(Long.MIN_VALUE),
                emitter.integers(axis),
                emitter.integers(-1));
    }

    /** A 0 or 1 in front, and the last element gone. */
    private Value shifted(Emitter emitter, Value x, long axis) {
        Value first = Fill.like(emitter, x, product ? 1 : 0, x.shape().with((int) axis, 1));
        Value most = emitter.emit("Slice", x, emitter.integers(0), emitter.integers(-1), emitter.integers(axis));
        return emitter.emit("Concat", Attributes.NONE.with("axis", axis), first, most);
    }

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(2, 2);
        DataType type = in.elements(0);
        boolean narrow = !type.isFloating() && type.bytes() < 4;
        if (narrow || in.shape(1).size() != 1) {
            throw RefusedException.unsupported(
                    name() + " of " + in.type(0) + " along an axis of type " + in.type(1) + " is not supported");
        }
        in.shape(0).axis(in.constant(1).integer(0));
        return List.of(in.type(0));
    }

    @Override
    public void compute(Call call) {
        Tensor input = call.input(0);
        Tensor output = call.output(0);
        Shape shape = input.shape();
        int axis = shape.axis(call.input(1).integer(0));
        int inner = shape.product(axis + 1, shape.rank());
        int count = shape.dimension(axis);
        for (int line = 0; line < shape.product(0, axis) * inner; line++) {
            Tensor running = first(output.type());
            int base = line / inner * count * inner + line % inner;
            for (int j = 0; j < count; j++) {
                take(running, input, base + j * inner);
                System.arraycopy(running.array(), 0, output.array(), base + j * inner, 1);
            }
        }
    }

    private Tensor first(DataType type) {
        Tensor first = Tensor.allocate(type, Shape.SCALAR);
        if (product) {
            switch (type.storage()) {
                case FLOATS -> first.floats()[0] = 1;
                case DOUBLES -> first.doubles()[0] = 1;
                case LONGS, INTS, SHORTS, BYTES -> Whole.set(type, first.array(), 0, 1);
            }
        }
        return first;
    }

    private void take(Tensor running, Tensor elements, int i) {
        Meeting meeting = product ? Meeting.MUL : Meeting.ADD;
        meeting.apply(running, 0, elements, i);
    }

    @Override
    public TileRule tileRule() {
        return new Rule();
    }

    /** Of sums: the sum of what comes from the elements behind, the element itself included. Of products none is known. */
    @Override
    public List<Value> gradient(Gradient gradient) {
        if (product) {
            throw RefusedException.unsupported("the gradient of CumProd is not known");
        }
        Attributes reverse = Attributes.NONE.with("reverse", 1);
        return List.of(gradient.emit(name(), reverse, gradient.upstream(0), gradient.input(1)), Value.ABSENT);
    }

    /** One element, along its line up to its own place. A link takes 64 elements that lie in one tile, or three others. */
    private final class Rule implements TileRule {
        private static final int FAR = 3;

        @Override
        public Grain grain(Signature signature) {
            return Grain.ELEMENT;
        }

        private int axis(Signature signature) {
            return signature.input(0).shape().axis(signature.constant(1).integer(0));
        }

        private int span(Signature signature) {
            return axis(signature) >= signature.input(0).shape().rank() - 2 ? TileGrid.EDGE : FAR;
        }

        private int[] place(Signature signature, Piece piece) {
            Shape shape = signature.output(0).shape();
            return Places.of(shape, new TileGrid(shape).element(piece.tile(), piece.element()));
        }

        @Override
        public long links(Signature signature, Piece piece) {
            return Math.ceilDiv(place(signature, piece)[axis(signature)] + 1, span(signature));
        }

        @Override
        public long cost(Signature signature, Piece piece, long link) {
            return span(signature);
        }

        @Override
        public Tensor start(Signature signature, Piece piece) {
            return first(signature.output(0).type());
        }

        @Override
        public Tensor link(Signature signature, Piece piece, long link, Tensor state, Tiles inputs) {
            Shape shape = signature.input(0).shape();
            int axis = axis(signature);
            int[] place = place(signature, piece);
            int last = place[axis];
            Tensor running = Tensor.allocate(state.tensorType());
            System.arraycopy(state.array(), 0, running.array(), 0, 1);
            int from = Math.toIntExact(link * span(signature));
            for (int j = from; j <= Math.min(last, from + span(signature) - 1); j++) {
                place[axis] = j;
                take(running, inputs.element(signature, 0, Places.dot(place, shape.strides())), 0);
            }
            return running;
        }
    }
}
