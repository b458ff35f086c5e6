package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.TensorType;

/**
 * The remainder of a division that rounds down, with the sign of the divisor; with {@code fmod}, of one that rounds towards zero, with
 * the sign of the dividend. An integer by 0 leaves 0, a float by 0 a NaN.
 */
final class Mod extends IntegerElementwise {
    @Override
    public String name() {
        return "Mod";
    }

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(2, 2);
        DataType type = in.sameElements(0, 1);
        if (type == DataType.BOOL) {
            throw RefusedException.malformed("Mod takes numbers; its inputs are " + type);
        }
        return List.of(in.type(0).shaped(in.shape(0).broadcast(in.shape(1))));
    }

    /** Of floats the remainder, four comparisons and a sum. */
    @Override
    public TileRule tileRule() {
        return new ElementwiseRule(this, 6);
    }

    @Override
    public void compute(Call call) {
        DataType type = call.output(0).type();
        if (!type.isFloating()) {
            super.compute(call);
            return;
        }
        boolean towardsZero = call.attributes().flag("fmod", false);
        Runs.Loop loop = (in, from, out, to, count) -> {
            for (int i = 0; i < count; i++) {
                if (type == DataType.FLOAT32) {
                    ((float[]) out)[to + i] =
                            floats(towardsZero, ((float[]) in[0])[from[0] + i], ((float[]) in[1])[from[1] + i]);
                } else {
                    ((double[]) out)[to + i] =
                            doubles(towardsZero, ((double[]) in[0])[from[0] + i], ((double[]) in[1])[from[1] + i]);
                }
            }
        };
        Runs.over(call.workers(), loop, call.output(0), call.input(0), call.input(1));
    }

    /** The remainder towards zero is exact; bringing it to the divisor's sign rounds once. */
    private static float floats(boolean towardsZero, float x, float y) {
        float rest = x % y;
        if (towardsZero) {
            return rest;
        }
        if (rest == 0) {
            return Math.copySign(rest, y);
        }
        return rest < 0 == y < 0 ? rest : rest + y;
    }

    private static double doubles(boolean towardsZero, double x, double y) {
        double rest = x % y;
        if (towardsZero) {
            return rest;
        }
        if (rest == 0) {
            return Math.copySign(rest, y);
        }
        return rest < 0 == y < 0 ? rest : rest + y;
    }

    @Override
    Rule rule(DataType type, Attributes attributes) {
        if (type == DataType.UINT64) {
            return (x, y) -> y == 0 ? 0 : Long.remainderUnsigned(x, y);
        }
        return attributes.flag("fmod", false)
                ? (x, y) -> y == 0 ? 0 : x % y
                : (x, y) -> y == 0 ? 0 : Math.floorMod(x, y);
    }
}
