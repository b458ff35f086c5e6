package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.tensor.Shape;

/** With further dimensions of size 1, at the axes that they have in the output. */
final class Unsqueeze implements Composite {
    @Override
    public String name() {
        return "Unsqueeze";
    }

    @Override
    public List<Value> expand(Expansion expansion) {
        Value data = expansion.input(0);
        Shape shape = data.type().shape();
        long[] axes = expansion.input(1).known("the axes of Unsqueeze").toLongs();
        int[] result = new int[shape.rank() + axes.length];
        Arrays.fill(result, -1);
        for (long axis : axes) {
            int place = (int) (axis < 0 ? axis + result.length : axis);
            if (place < 0 || place >= result.length || result[place] == 1) {
                throw RefusedException.malformed("axes " + Arrays.toString(axes) + " cannot be added to " + shape);
            }
            result[place] = 1;
        }
        int next = 0;
        for (int i = 0; i < result.length; i++) {
            if (result[i] < 0) {
                result[i] = shape.dimension(next);
                next++;
            }
        }
        return List.of(expansion.reshape(data, Shape.of(result)));
    }
}
