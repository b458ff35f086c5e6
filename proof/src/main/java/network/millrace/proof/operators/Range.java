package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.proof.tensor.TileGrid;

/**
 * Numbers from a start on in equal steps, up to a limit that is not reached. Element i of floats is start + i step in float64, the
 * product rounded and then the sum, and at last rounded to the type; integers wrap.
 */
final class Range implements Primitive {
    @Override
    public String name() {
        return "Range";
    }

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(3, 3);
        DataType type = in.sameElements(0, 1);
        in.sameElements(0, 2);
        for (int i = 0; i < 3; i++) {
            if (in.shape(i).size() != 1) {
                throw RefusedException.malformed("start, limit and delta of Range must be single numbers; input " + i
                        + " has the shape " + in.shape(i));
            }
        }
        Tensor start = in.constant(0);
        Tensor limit = in.constant(1);
        Tensor delta = in.constant(2);
        long count = type.isFloating()
                ? count(start.real(0), limit.real(0), delta.real(0))
                : count(start.integer(0), limit.integer(0), delta.integer(0));
        return List.of(new TensorType(type, Shape.of(new long[] {count})));
    }

    private static long count(double start, double limit, double delta) {
        double count = Math.ceil((limit - start) / delta);
        if (Double.isNaN(count) || Double.isInfinite(count)) {
            throw RefusedException.malformed(
                    "a Range from " + start + " to " + limit + " in steps of " + delta + " does not end");
        }
        return (long) Math.max(count, 0);
    }

    private static long count(long start, long limit, long delta) {
        long distance = limit - start;
        boolean overflows = ((limit ^ start) & (limit ^ distance)) < 0;
        if (delta == 0 || overflows) {
            throw RefusedException.malformed(
                    "a Range from " + start + " to " + limit + " in steps of " + delta + " does not end");
        }
        return Math.max(0, Math.ceilDiv(distance, delta));
    }

    @Override
    public void compute(Call call) {
        Tensor output = call.output(0);
        for (int i = 0; i < output.size(); i++) {
            set(output, i, i, call.input(0), call.input(2));
        }
    }

    private static void set(Tensor output, int at, long i, Tensor start, Tensor delta) {
        DataType type = output.type();
        if (type == DataType.FLOAT32) {
            output.floats()[at] = (float) (start.real(0) + i * delta.real(0));
        } else if (type == DataType.FLOAT64) {
            output.doubles()[at] = start.real(0) + i * delta.real(0);
        } else {
            Whole.set(type, output.array(), at, start.integer(0) + i * delta.integer(0));
        }
    }

    /** Start and step stand in the program, so nothing is opened. */
    @Override
    public TileRule tileRule() {
        return new TileRule() {
            @Override
            public Grain grain(Signature signature) {
                return Grain.TILE;
            }

            // Conversions, a product, a sum and the rounding.
            @Override
            public long cost(Signature signature, Piece piece, long link) {
                return 6 * TileRule.super.cost(signature, piece, link);
            }

            @Override
            public Tensor link(Signature signature, Piece piece, long link, Tensor state, Tiles inputs) {
                TileGrid grid = new TileGrid(signature.output(0).shape());
                Tensor tile = Tensor.allocate(
                        signature.output(0).type(), Shape.of(grid.height(piece.tile()), grid.width(piece.tile())));
                for (int i = 0; i < tile.size(); i++) {
                    set(tile, i, grid.element(piece.tile(), i), signature.constant(0), signature.constant(2));
                }
                return tile;
            }
        };
    }
}
