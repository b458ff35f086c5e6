package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.tensor.DataType;

/** e to the x by our own polynomial. */
final class Exp extends UnaryElementwise implements Differentiable {
    @Override
    public String name() {
        return "Exp";
    }

    @Override
    boolean takes(DataType type) {
        return type == DataType.FLOAT32 || type.isHalf();
    }

    @Override
    void loop(Call call, DataType type, Object in, int from, Object out, int to, int count) {
        call.kernels().apply(Kernels.Function.EXP, (float[]) in, from, (float[]) out, to, count);
    }

    @Override
    public List<Value> gradient(Gradient gradient) {
        return List.of(gradient.emit("Mul", gradient.upstream(0), gradient.output(0)));
    }
}
