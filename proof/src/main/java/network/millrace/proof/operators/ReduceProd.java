package network.millrace.proof.operators;

import java.util.List;
import java.util.Optional;
import network.millrace.proof.RefusedException;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/** The product along axes, one element after another from 1 on; integers wrap. */
final class ReduceProd implements Primitive {
    @Override
    public String name() {
        return "ReduceProd";
    }

    @Override
    public Optional<List<Value>> rewrite(Expansion expansion) {
        return Reduction.rewrite(name(), expansion);
    }

    @Override
    public List<TensorType> infer(Inference in) {
        DataType type = in.elements(0);
        if (!type.isFloating() && type.bytes() < 4) {
            throw RefusedException.unsupported("ReduceProd of " + type + " is not supported");
        }
        return Reduction.infer(in);
    }

    @Override
    public void compute(Call call) {
        Tensor input = call.input(0);
        Tensor output = call.output(0);
        Reduction reduction =
                Reduction.of(call.attributes(), input.shape(), call.input(1).toLongs());
        for (int o = 0; o < output.size(); o++) {
            Tensor product = Product.INSTANCE.start(output.type());
            int base = reduction.base(o);
            for (int j = 0; j < reduction.count(); j++) {
                Meeting.MUL.apply(product, 0, input, base + reduction.offset(j));
            }
            System.arraycopy(product.array(), 0, output.array(), o, 1);
        }
    }

    @Override
    public long cost(Signature signature) {
        return signature.input(0).shape().size();
    }

    @Override
    public TileRule tileRule() {
        return new ReductionRule(Product.INSTANCE);
    }

    private enum Product implements ReductionRule.Fold {
        INSTANCE;

        @Override
        public Tensor start(DataType type) {
            Tensor one = Tensor.allocate(type, Shape.SCALAR);
            switch (type.storage()) {
                case FLOATS -> one.floats()[0] = 1;
                case DOUBLES -> one.doubles()[0] = 1;
                case LONGS, INTS, SHORTS, BYTES -> Whole.set(type, one.array(), 0, 1);
            }
            return one;
        }

        @Override
        public void take(Tensor state, long j, Tensor element) {
            Meeting.MUL.apply(state, 0, element, 0);
        }

        @Override
        public Tensor finish(Tensor state) {
            return state;
        }
    }
}
