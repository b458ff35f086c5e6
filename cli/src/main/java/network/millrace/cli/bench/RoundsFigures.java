package network.millrace.cli.bench;

import java.util.List;
import network.millrace.cli.output.Progress;
import network.millrace.proof.commitment.TreeLabel;
import network.millrace.proof.dispute.Rounds;
import network.millrace.proof.dispute.Rules;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.TensorType;
import network.millrace.proof.tensor.TileGrid;
import network.millrace.protocol.crypto.Hash;

/** Rounds of a dispute about GPT-2 small: 10,000 steps of 4,000 operations, the largest product and the longest sum of it. */
final class RoundsFigures implements ProofPart.Alone {
    private static final int ROUNDS = 12;
    private static final int STEPS = 10_000;
    private static final int OPERATIONS = 4_000;
    private static final int TOKENS = 1_024;

    @Override
    public String name() {
        return "rounds";
    }

    @Override
    public List<Figure> run(Progress progress) {
        GptModel model = GptModel.SMALL;
        TreeLabel run = TreeLabel.run(Hash.of(new byte[Hash.BYTES]), STEPS + 1);
        int toOperation =
                Rounds.toLeaf(run, Rules.DEFAULT) + Rounds.toLeaf(TreeLabel.trace(1, OPERATIONS), Rules.DEFAULT);
        int product = toOperation + toLink(TOKENS, model.words(), model.width());
        // A sum is disputed by elements: one more round to find the one within its tile.
        int sum = toOperation + 1 + toLink(TOKENS, 1, model.words());
        return List.of(
                Figure.atMost("rounds, 10,000 steps x 4,000 operations, logits of 1,024 tokens", product, "", ROUNDS),
                Figure.atMost("rounds, the same, sum over 50,257 words", sum, "", ROUNDS));
    }

    private static int toLink(int rows, int columns, int summed) {
        TreeLabel tiles = TreeLabel.tensor(new TensorType(DataType.FLOAT32, Shape.of(rows, columns)));
        return Rounds.toLeaf(tiles, Rules.DEFAULT) + Rounds.toLink(Math.ceilDiv(summed, TileGrid.EDGE), Rules.DEFAULT);
    }
}
