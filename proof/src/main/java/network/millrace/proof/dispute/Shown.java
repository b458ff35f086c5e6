package network.millrace.proof.dispute;

import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.TensorType;
import network.millrace.protocol.crypto.Hash;

/** What a challenger has to choose from: what the defender has there, one hash for each choice. */
public record Shown(List<Hash> hashes) {
    public Shown {
        hashes = List.copyOf(hashes);
    }

    /** The choices in a state in which it is the challenger's turn; an element of a tile counts by its own hash. */
    public static Shown in(State.Open state) {
        return switch (state.stage()) {
            case Stage.FindCheckpoint(var run, Descent descent) -> new Shown(descent.shown());
            case Stage.FindStep(Chain chain) -> of(chain);
            case Stage.FindOperation(var step, Descent descent) -> new Shown(descent.shown());
            case Stage.FindOutput(var step, int operation, Descent descent) -> new Shown(descent.shown());
            case Stage.FindTile(var step, int operation, int output, Descent descent) -> new Shown(descent.shown());
            case Stage.FindElement element -> of(state, element);
            case Stage.FindLink(var step, int operation, var piece, Chain chain) -> of(chain);
            case Stage.FindSlot(var step, Descent descent) -> new Shown(descent.shown());
            case Stage.OpenBefore ignored -> throw noChoice();
            case Stage.OpenTrace ignored -> throw noChoice();
            case Stage.ProveLink ignored -> throw noChoice();
            case Stage.ProveOutput ignored -> throw noChoice();
        };
    }

    /** The last part of a chain ends at its end, where the sides are known to differ. */
    private static Shown of(Chain chain) {
        List<Hash> ends = new ArrayList<>(chain.shown());
        ends.add(chain.after());
        return new Shown(ends);
    }

    private static Shown of(State.Open state, Stage.FindElement stage) {
        var program = state.job().program().program();
        int value = program.operations()
                .get(stage.operation())
                .outputs()
                .get(stage.tile().output());
        TensorType element = new TensorType(program.type(value).type(), Shape.SCALAR);
        int width = element.type().bytes();
        List<Hash> hashes = new ArrayList<>();
        for (int at = 0; at < stage.shown().size(); at += width) {
            byte[] bytes = stage.shown().substring(at, at + width).toByteArray();
            hashes.add(state.job().hashing().state(element, bytes));
        }
        return new Shown(hashes);
    }

    private static IllegalStateException noChoice() {
        return new IllegalStateException("it is not the challenger's turn");
    }
}
