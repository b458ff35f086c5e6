package network.millrace.proof.operators;

import java.util.List;
import java.util.Optional;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Philox;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.proof.tensor.TileGrid;

/**
 * Numbers from 0 to less than 1: element i is word i of a Philox stream. The canonical form has a 64-bit key and the number of the
 * stream. A program must give the same bits every time, so what has no seed is refused.
 */
final class RandomUniform implements Primitive {
    @Override
    public String name() {
        return "RandomUniform";
    }

    @Override
    public Optional<List<Value>> rewrite(Expansion expansion) {
        Attributes attributes = expansion.attributes();
        if (attributes.has("key")) {
            return Optional.empty();
        }
        long[] shape = attributes.integers("shape").orElseThrow(() -> RefusedException.malformed("shape is missing"));
        Value unit = unit(expansion, key(attributes), 0, Shape.of(shape));
        return Optional.of(List.of(Randoms.spread(expansion, unit, DataType.FLOAT32.code())));
    }

    /** Emits the canonical form. */
    static Value unit(Expansion expansion, long key, long stream, Shape shape) {
        return expansion.emit(
                "RandomUniform",
                Attributes.NONE.with("key", key).with("stream", stream).with("shape", shape.toLongs()));
    }

    /** The key that a seed stands for: a float's bits, or an integer itself. */
    static long key(Attributes attributes) {
        if (!attributes.has("seed")) {
            throw RefusedException.unsupported(
                    "random numbers need a seed, since a program must give the same bits every time; set attribute seed");
        }
        return attributes.byName().get("seed") instanceof network.millrace.proof.graph.Attribute.Whole(long seed)
                ? seed
                : Float.floatToIntBits(attributes.number("seed"));
    }

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(0, 0);
        in.attributes().integer("stream");
        long[] shape = in.attributes().integers("shape").orElse(new long[0]);
        return List.of(new TensorType(DataType.FLOAT32, Shape.of(shape)));
    }

    @Override
    public void compute(Call call) {
        Tensor output = call.output(0);
        for (int i = 0; i < output.size(); i++) {
            output.floats()[i] = number(call.attributes(), i);
        }
    }

    private static float number(Attributes attributes, long i) {
        return Philox.uniform(Philox.word(attributes.integer("key"), attributes.integer("stream"), i));
    }

    /** Key and stream stand in the program, so nothing is opened. */
    @Override
    public TileRule tileRule() {
        return new TileRule() {
            @Override
            public Grain grain(Signature signature) {
                return Grain.TILE;
            }

            // Ten rounds of two products, and what makes a float of the word.
            @Override
            public long cost(Signature signature, Piece piece, long link) {
                return 32 * TileRule.super.cost(signature, piece, link);
            }

            @Override
            public Tensor link(Signature signature, Piece piece, long link, Tensor state, Tiles inputs) {
                TileGrid grid = new TileGrid(signature.output(0).shape());
                Tensor tile = Tensor.allocate(
                        DataType.FLOAT32, Shape.of(grid.height(piece.tile()), grid.width(piece.tile())));
                for (int i = 0; i < tile.size(); i++) {
                    tile.floats()[i] = number(signature.attributes(), grid.element(piece.tile(), i));
                }
                return tile;
            }
        };
    }
}
