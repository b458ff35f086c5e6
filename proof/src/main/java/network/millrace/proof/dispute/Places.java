package network.millrace.proof.dispute;

import network.millrace.proof.commitment.Job;
import network.millrace.proof.operators.TileRule.Grain;
import network.millrace.proof.operators.TileRule.Piece;

/** What a stage knows of the place. */
final class Places {
    private Places() {}

    static Place of(Job job, Stage stage) {
        return switch (stage) {
            case Stage.FindCheckpoint ignored -> Place.NOWHERE;
            case Stage.OpenBefore ignored -> Place.NOWHERE;
            case Stage.FindStep ignored -> Place.NOWHERE;
            case Stage.OpenTrace(long step, var before, var after) -> Place.ofStep(step);
            case Stage.FindOperation(var step, var descent) -> Place.ofStep(step.number());
            case Stage.FindOutput(var step, int operation, var descent) -> ofOperation(job, step, operation);
            case Stage.FindTile(var step, int operation, int output, var descent) ->
                ofOperation(job, step, operation).withOutput(output);
            case Stage.FindElement(var step, int operation, var tile, var leaf, var shown) ->
                ofOperation(job, step, operation).withOutput(tile.output()).withTile(tile.tile());
            case Stage.FindLink(var step, int operation, var piece, var chain) -> ofPiece(job, step, operation, piece);
            case Stage.ProveLink(var step, int operation, var piece, var link) ->
                ofPiece(job, step, operation, piece).withLink(link.low());
            case Stage.FindSlot(var step, var descent) -> ofCheckpoint(job, step);
            case Stage.ProveOutput(var step, int output, var claimed) ->
                ofCheckpoint(job, step).withOutput(output);
        };
    }

    private static Place ofOperation(Job job, Stage.Step step, int operation) {
        return Place.ofStep(step.number()).withOperation(operation, name(job, operation));
    }

    /** What stands at a place of a trace: an operation, or the checkpoint after all of them. */
    static String name(Job job, int operation) {
        var operations = job.program().program().operations();
        return operation == operations.size()
                ? "checkpoint"
                : operations.get(operation).operator().name();
    }

    private static Place ofPiece(Job job, Stage.Step step, int operation, Piece piece) {
        Place place =
                ofOperation(job, step, operation).withOutput(piece.output()).withTile(piece.tile());
        boolean byElement = Referee.recomputation(job, operation).grain() == Grain.ELEMENT;
        return byElement ? place.withElement(piece.element()) : place;
    }

    private static Place ofCheckpoint(Job job, Stage.Step step) {
        int operations = job.program().program().operations().size();
        return Place.ofStep(step.number()).withOperation(operations, name(job, operations));
    }
}
