package network.millrace.proof.operators;

import java.util.function.Function;
import network.millrace.proof.tensor.Tensor;

/** One of several rules, by what an operation looks like. */
record ChosenRule(Function<Signature, TileRule> choice) implements TileRule {
    @Override
    public Grain grain(Signature signature) {
        return choice.apply(signature).grain(signature);
    }

    @Override
    public long links(Signature signature, Piece piece) {
        return choice.apply(signature).links(signature, piece);
    }

    @Override
    public long cost(Signature signature, Piece piece, long link) {
        return choice.apply(signature).cost(signature, piece, link);
    }

    @Override
    public Tensor start(Signature signature, Piece piece) {
        return choice.apply(signature).start(signature, piece);
    }

    @Override
    public Tensor link(Signature signature, Piece piece, long link, Tensor state, Tiles inputs) {
        return choice.apply(signature).link(signature, piece, link, state, inputs);
    }
}
