package network.millrace.proof.inspection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.millrace.proof.RefusedException;
import network.millrace.proof.operators.Recomputation;
import network.millrace.proof.operators.TileRule;
import network.millrace.proof.operators.TileRule.Piece;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import network.millrace.proof.tensor.TensorType;
import network.millrace.proof.tensor.TileGrid;

/**
 * Asks the tile rule of each operation about its largest piece. The first tile of an output is its largest, and the first link
 * of a chain its dearest, so that what holds for them holds for all.
 */
final class Disputability {
    private Disputability() {}

    static List<Obstacle> obstacles(Program program) {
        List<Obstacle> obstacles = new ArrayList<>();
        for (Operation operation : program.operations()) {
            obstacle(program, operation).ifPresent(reason -> obstacles.add(new Obstacle(operation.title(), reason)));
        }
        return List.copyOf(obstacles);
    }

    private static Optional<String> obstacle(Program program, Operation operation) {
        Recomputation recomputation = new Recomputation(operation.operator(), program.signature(operation));
        try {
            for (int output = 0; output < operation.outputs().size(); output++) {
                TensorType type = program.type(operation.outputs().get(output));
                if (new TileGrid(type.shape()).tiles() == 0) {
                    continue;
                }
                Optional<String> reason = tooLarge(recomputation, new Piece(output, 0, 0), type);
                if (reason.isPresent()) {
                    return reason;
                }
            }
            return Optional.empty();
        } catch (RefusedException | IllegalStateException unfit) {
            return Optional.of("its tile rule does not cover this form: " + unfit.getMessage());
        }
    }

    private static Optional<String> tooLarge(Recomputation recomputation, Piece piece, TensorType type) {
        long cost = recomputation.cost(piece, 0);
        if (cost > TileRule.COST_MAX) {
            return Optional.of(
                    "one link of it costs " + cost + " operations; a referee does at most " + TileRule.COST_MAX);
        }
        long bytes = recomputation.start(piece).tensorType().bytes();
        long bytesMax = type.type().bytes() == Long.BYTES ? 2L * TileRule.BYTES_MAX : TileRule.BYTES_MAX;
        return bytes <= bytesMax
                ? Optional.empty()
                : Optional.of("a state of it has " + bytes + " bytes; a referee reads at most " + bytesMax);
    }
}
