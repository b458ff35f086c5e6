package network.millrace.proof.operators;

import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.kernels.MatrixProduct;
import network.millrace.proof.kernels.MatrixProduct.Matrix;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/**
 * alpha A B + beta C, where A and B may be transposed: the product first, then the scaling, then the addition. The fused kernel reads
 * transposed operands where they lie, and adds C in place.
 */
final class Gemm implements Fused {
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
        if (!sum.shape().equals(product.shape())) {
            throw RefusedException.malformed("C of Gemm has the shape "
                    + expansion.input(2).shape() + ", which does not broadcast to " + product.shape());
        }
        return List.of(sum);
    }

    private static Value matrix(Expansion expansion, int input, String transposed) {
        Value matrix = expansion.input(input);
        if (matrix.shape().rank() != 2) {
            throw RefusedException.malformed(
                    "Gemm takes matrices; input " + input + " has the shape " + matrix.shape());
        }
        return expansion.attributes().flag(transposed, false) ? Matrices.transpose(expansion, matrix) : matrix;
    }

    private static Value scaled(Expansion expansion, Value value, String factor) {
        float number = expansion.attributes().number(factor, 1);
        return number == 1 ? value : expansion.emit("Mul", value, expansion.scalarLike(value, number));
    }

    /** Half precision is rounded after every step of the expansion, so only float32 itself can go in one. */
    @Override
    public boolean fuses(Signature signature) {
        Attributes attributes = signature.attributes();
        return signature.output(0).type() == DataType.FLOAT32
                && attributes.number("alpha", 1) == 1
                && attributes.number("beta", 1) == 1;
    }

    @Override
    public void computeFused(Call call) {
        Tensor output = call.output(0);
        int rows = output.shape().dimension(0);
        int columns = output.shape().dimension(1);
        Matrix a = matrix(call, 0, "transA");
        Matrix b = matrix(call, 1, "transB");
        Shape left = call.input(0).shape();
        int depth = left.dimension(call.attributes().flag("transA", false) ? 0 : 1);
        Matrix c = Matrix.rowMajor(output.floats(), 0, columns);
        call.kernels().multiply(new MatrixProduct(rows, columns, depth, a, b, c), call.workers());
        if (call.has(2)) {
            Runs.over(
                    call.workers(),
                    (in, from, out, to, count) -> call.kernels()
                            .combine(
                                    Kernels.Arithmetic.ADD,
                                    (float[]) in[0],
                                    from[0],
                                    (float[]) in[1],
                                    from[1],
                                    (float[]) out,
                                    to,
                                    count),
                    output,
                    output,
                    call.input(2));
        }
    }

    private static Matrix matrix(Call call, int input, String transposed) {
        Tensor tensor = call.input(input);
        Matrix matrix = Matrix.rowMajor(tensor.floats(), 0, tensor.shape().dimension(1));
        return call.attributes().flag(transposed, false) ? matrix.transposed() : matrix;
    }
}
