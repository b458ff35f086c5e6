package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.RefusedException;

/** alpha A B + beta C, where A and B may be transposed: the product first, then the scaling, then the addition. */
final class Gemm implements Composite {
    @Override
    public String name() {
        return "Gemm";
    }

    @Override
    public List<Value> expand(Expansion expansion) {
        Value a = matrix(expansion, 0, "transA");
        Value b = matrix(expansion, 1, "transB");
        Value product = scaled(expansion, expansion.emit("MatMul", a, b), "alpha");
        if (!expansion.has(2)) {
            return List.of(product);
        }
        Value sum = expansion.emit("Add", product, scaled(expansion, expansion.input(2), "beta"));
        if (!sum.type().shape().equals(product.type().shape())) {
            throw RefusedException.malformed("C of Gemm has the shape "
                    + expansion.input(2).type().shape() + ", which does not broadcast to "
                    + product.type().shape());
        }
        return List.of(sum);
    }

    private static Value matrix(Expansion expansion, int input, String transposed) {
        Value matrix = expansion.input(input);
        if (matrix.type().shape().rank() != 2) {
            throw RefusedException.malformed("Gemm takes matrices; input " + input + " has the shape "
                    + matrix.type().shape());
        }
        return expansion.attributes().flag(transposed, false) ? Matrices.transpose(expansion, matrix) : matrix;
    }

    private static Value scaled(Expansion expansion, Value value, String factor) {
        float number = expansion.attributes().number(factor, 1);
        return number == 1 ? value : expansion.emit("Mul", value, expansion.scalarLike(value, number));
    }
}
