package network.millrace.proof.inspection;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import network.millrace.proof.RefusedException;
import network.millrace.proof.operators.LinkNeeds;
import network.millrace.proof.operators.Recomputation;
import network.millrace.proof.operators.Signature;
import network.millrace.proof.operators.TileRule;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;

/**
 * Whether every operation of a program can be disputed, that is, whether a referee accepts the dearest link of each. An honest
 * defender of one that it does not accept could not prove it, and would lose by the clock.
 */
public final class Disputability {
    private static final int NAMED_MAX = 3;

    private Disputability() {}

    /**
     * Refuses a program that has an operation which cannot be disputed.
     *
     * @throws RefusedException with the operations, what a link of each takes, and what a referee accepts
     */
    public static void check(Program program) {
        List<Obstacle> obstacles = obstacles(program);
        if (!obstacles.isEmpty()) {
            String named = obstacles.stream()
                    .limit(NAMED_MAX)
                    .map(obstacle -> obstacle.operation() + ": " + obstacle.reason())
                    .collect(Collectors.joining("; "));
            String others = obstacles.size() > NAMED_MAX ? "; and " + (obstacles.size() - NAMED_MAX) + " more" : "";
            throw new RefusedException(
                    RefusedException.Reason.OVER_LIMIT,
                    "nobody could defend a run of this program, so it is no job: " + named + others);
        }
    }

    /** What stands in the way, for each operation at most one. */
    static List<Obstacle> obstacles(Program program) {
        List<Obstacle> obstacles = new ArrayList<>();
        // Operations of one kind, of which a network has many, are asked about once.
        NavigableMap<String, Optional<String>> known = new TreeMap<>();
        for (Operation operation : program.operations()) {
            Signature signature = program.signature(operation);
            known.computeIfAbsent(signature.kind(operation.operator()), kind -> obstacle(operation, signature))
                    .ifPresent(reason -> obstacles.add(new Obstacle(operation.title(), reason)));
        }
        return List.copyOf(obstacles);
    }

    private static Optional<String> obstacle(Operation operation, Signature signature) {
        Recomputation recomputation = new Recomputation(operation.operator(), signature);
        try {
            LinkNeeds needs = LinkNeeds.greatest(recomputation, signature);
            long bytesMax = TileRule.bytesMax(signature);
            if (needs.cost() > TileRule.COST_MAX) {
                return Optional.of("one link of it costs " + needs.cost() + " operations; a referee does at most "
                        + TileRule.COST_MAX);
            }
            if (needs.bytes() > bytesMax) {
                return Optional.of(
                        "one link of it opens " + needs.bytes() + " bytes; a referee reads at most " + bytesMax);
            }
            return needs.tiles() <= TileRule.TILES_MAX
                    ? Optional.empty()
                    : Optional.of("one link of it opens " + needs.tiles() + " tiles; a referee reads at most "
                            + TileRule.TILES_MAX);
        } catch (RefusedException | IllegalStateException unfit) {
            return Optional.of("its tile rule does not cover this form: " + unfit.getMessage());
        }
    }
}
