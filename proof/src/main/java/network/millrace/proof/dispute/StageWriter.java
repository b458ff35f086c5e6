package network.millrace.proof.dispute;

import network.millrace.proof.dispute.Stage.Step;
import network.millrace.proof.operators.TileRule.Piece;

/** Stages as bytes. Labels of trees are left out: they follow from the job and the place. */
final class StageWriter {
    private final WireWriter out;

    StageWriter(WireWriter out) {
        this.out = out;
    }

    void write(Stage stage) {
        switch (stage) {
            case Stage.FindCheckpoint(var run, var descent) -> {
                out.u8(1).hash(run);
                descent(descent);
            }
            case Stage.OpenBefore(var label, var run, long checkpoint, var after) ->
                out.u8(2).hash(run).u63(checkpoint).hash(after);
            case Stage.FindStep(var chain) -> {
                out.u8(3);
                chain(chain);
            }
            case Stage.OpenTrace(long step, var before, var after) ->
                out.u8(4).u63(step).hash(before).hash(after);
            case Stage.FindOperation(var step, var descent) -> {
                step(5, step);
                descent(descent);
            }
            case Stage.FindOutput(var step, int operation, var descent) -> {
                step(6, step);
                out.u31(operation);
                descent(descent);
            }
            case Stage.FindTile(var step, int operation, int output, var descent) -> {
                step(7, step);
                out.u31(operation).u31(output);
                descent(descent);
            }
            case Stage.FindElement(var step, int operation, var tile, var leaf, var shown) -> {
                step(8, step);
                out.u31(operation)
                        .u31(tile.output())
                        .u63(tile.tile())
                        .hash(leaf)
                        .bytes(shown);
            }
            case Stage.FindLink(var step, int operation, var piece, var chain) -> {
                step(9, step);
                out.u31(operation);
                piece(piece);
                chain(chain);
            }
            case Stage.ProveLink(var step, int operation, var piece, var link) -> {
                step(10, step);
                out.u31(operation);
                piece(piece);
                chain(link);
            }
            case Stage.FindSlot(var step, var descent) -> {
                step(11, step);
                descent(descent);
            }
            case Stage.ProveOutput(var step, int output, var claimed) -> {
                step(12, step);
                out.u31(output).hash(claimed);
            }
        }
    }

    private void step(int kind, Step step) {
        out.u8(kind).u63(step.number()).hash(step.before()).hash(step.after()).hash(step.trace());
    }

    private void piece(Piece piece) {
        out.u31(piece.output()).u63(piece.tile()).u31(piece.element());
    }

    private void descent(Descent descent) {
        out.u8(descent.level()).u63(descent.index()).hash(descent.node()).hashes(descent.shown());
    }

    private void chain(Chain chain) {
        out.u63(chain.low())
                .u63(chain.high())
                .hash(chain.before())
                .hash(chain.after())
                .hashes(chain.shown());
    }
}
