package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.tensor.Casts;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.TensorType;

/** Another element type, by the rules of {@link Casts}; the attributes for 8-bit floats have no effect here. */
final class Cast implements Primitive, Differentiable {
    /** From half precision to float32, to float64 and on. */
    private static final int OPERATIONS = 3;

    @Override
    public String name() {
        return "Cast";
    }

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(1, 1);
        return List.of(in.type(0).as(DataType.of((int) in.attributes().integer("to"))));
    }

    @Override
    public void compute(Call call) {
        Casts.cast(call.input(0), call.output(0));
    }

    @Override
    public TileRule tileRule() {
        return new ElementwiseRule(this, OPERATIONS);
    }

    @Override
    public List<Value> gradient(Gradient gradient) {
        DataType type = gradient.input(0).type().type();
        if (!type.isFloating()) {
            return List.of(Value.ABSENT);
        }
        return List.of(gradient.emit("Cast", gradient.attributes().with("to", type.code()), gradient.upstream(0)));
    }
}
