package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.millrace.proof.RefusedException;
import network.millrace.proof.kernels.MatrixProduct;
import network.millrace.proof.kernels.MatrixProduct.Matrix;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/**
 * The product of matrices, or of stacks of them whose leading axes broadcast. Each element starts at +0 and takes one fused
 * multiply-add for each k, ascending; integers wrap. A vector operand is rewritten as a matrix.
 *
 * <p>The kernel for float32 can read an operand that lies transposed in memory; a schedule says so with the attributes of
 * {@link TransposedOperands}, which no program has.
 */
final class MatMul implements Primitive, Differentiable {
    @Override
    public String name() {
        return "MatMul";
    }

    @Override
    public Optional<List<Value>> rewrite(Expansion expansion) {
        Value a = expansion.input(0);
        Value b = expansion.input(1);
        Shape left = a.type().shape();
        Shape right = b.type().shape();
        if (left.rank() == 0 || right.rank() == 0) {
            throw RefusedException.malformed("MatMul takes no scalars; its inputs are " + left + " and " + right);
        }
        if (left.rank() > 1 && right.rank() > 1) {
            return Optional.empty();
        }
        Value product = expansion.emit(
                "MatMul",
                left.rank() == 1 ? expansion.reshape(a, Shape.of(1, left.dimension(0))) : a,
                right.rank() == 1 ? expansion.reshape(b, Shape.of(right.dimension(0), 1)) : b);
        int[] dimensions = product.type().shape().dimensions();
        int kept = dimensions.length - 2;
        int[] result = Arrays.copyOf(dimensions, kept + (left.rank() > 1 ? 1 : 0) + (right.rank() > 1 ? 1 : 0));
        if (left.rank() == 1 && right.rank() > 1) {
            result[kept] = dimensions[kept + 1];
        }
        return Optional.of(List.of(expansion.reshape(product, Shape.of(result))));
    }

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(2, 2);
        in.requireRank(0, 2, Shape.MAX_RANK);
        in.requireRank(1, 2, Shape.MAX_RANK);
        DataType type = in.sameElements(0, 1);
        if (!type.isFloating() && type.bytes() < 4) {
            throw RefusedException.unsupported("MatMul of " + type + " is not supported");
        }
        Shape a = in.shape(0);
        Shape b = in.shape(1);
        if (a.dimension(-1) != b.dimension(-2)) {
            throw RefusedException.malformed("matrices " + a + " and " + b + " do not fit: " + a.dimension(-1)
                    + " columns meet " + b.dimension(-2) + " rows");
        }
        int[] stack = stack(a).broadcast(stack(b)).dimensions();
        int[] result = Arrays.copyOf(stack, stack.length + 2);
        result[stack.length] = a.dimension(-2);
        result[stack.length + 1] = b.dimension(-1);
        return List.of(new TensorType(type, Shape.of(result)));
    }

    /** The leading axes. */
    static Shape stack(Shape shape) {
        return Shape.of(Arrays.copyOf(shape.dimensions(), shape.rank() - 2));
    }

    /** Matrices of a stack are independent; with fewer of them than threads, each product is divided instead. */
    @Override
    public void compute(Call call) {
        Shape shape = call.output(0).shape();
        boolean transposed = call.attributes().flag(TransposedOperands.LEFT, false);
        int depth = call.input(0).shape().dimension(transposed ? -2 : -1);
        Shape stack = stack(shape);
        int rows = shape.dimension(-2);
        boolean stackable = !transposed || stack.size() == 1;
        if (stackable
                && stack(call.input(1).shape()).size() == 1
                && stack(call.input(0).shape()).size() == stack.size()) {
            // All matrices meet the same B: together they are one taller matrix.
            multiply(call, 0, 0, 0, Math.multiplyExact(rows, stack.arraySize()), depth, call.workers());
            return;
        }
        int[] strideA = stack(call.input(0).shape()).broadcastStrides(stack);
        int[] strideB = stack(call.input(1).shape()).broadcastStrides(stack);
        int columns = shape.dimension(-1);
        boolean many = stack.size() >= call.workers().count();
        Workers across = many ? call.workers() : Workers.SERIAL;
        Workers within = many ? Workers.SERIAL : call.workers();
        across.run(stack.arraySize(), matrix -> {
            int[] place = Places.of(stack, matrix);
            int fromA = Places.dot(place, strideA) * rows * depth;
            int fromB = Places.dot(place, strideB) * depth * columns;
            multiply(call, fromA, fromB, matrix * rows * columns, rows, depth, within);
        });
    }

    @Override
    public boolean finishes(Signature signature) {
        return signature.output(0).type() == DataType.FLOAT32;
    }

    private static void multiply(Call call, int fromA, int fromB, int fromC, int rows, int depth, Workers workers) {
        Tensor a = call.input(0);
        Tensor b = call.input(1);
        Tensor c = call.output(0);
        int columns = c.shape().dimension(-1);
        if (c.type() != DataType.FLOAT32) {
            PlainProduct.multiply(a, fromA, b, fromB, c, fromC, rows, columns, depth);
            return;
        }
        call.kernels()
                .multiply(
                        new MatrixProduct(
                                rows,
                                columns,
                                depth,
                                matrix(call, TransposedOperands.LEFT, a, fromA, rows, depth),
                                matrix(call, TransposedOperands.RIGHT, b, fromB, depth, columns),
                                Matrix.rowMajor(c.floats(), fromC, columns),
                                call.finish()),
                        workers);
    }

    private static Matrix matrix(Call call, String transposed, Tensor tensor, int from, int rows, int columns) {
        return call.attributes().flag(transposed, false)
                ? Matrix.rowMajor(tensor.floats(), from, rows).transposed()
                : Matrix.rowMajor(tensor.floats(), from, columns);
    }

    @Override
    public long cost(Signature signature) {
        return signature.output(0).shape().size() * signature.input(0).shape().dimension(-1);
    }

    @Override
    public TileRule tileRule() {
        return MatMulRule.INSTANCE;
    }

    @Override
    public List<Value> gradient(Gradient gradient) {
        Value a = gradient.input(0);
        Value b = gradient.input(1);
        Value upstream = gradient.upstream(0);
        Value byA = gradient.emit("MatMul", upstream, Matrices.transpose(gradient, b));
        if (b.shape().rank() == 2 && a.shape().rank() > 2) {
            return List.of(byA, bySharedMatrix(gradient, a, upstream));
        }
        Value byB = gradient.emit("MatMul", Matrices.transpose(gradient, a), upstream);
        return List.of(
                gradient.unbroadcast(byA, a.type().shape()),
                gradient.unbroadcast(byB, b.type().shape()));
    }

    /** All matrices of a meet the same b: they count as one tall matrix, so that one product sums over all of them. */
    private static Value bySharedMatrix(Gradient gradient, Value a, Value upstream) {
        int rows = a.shape().product(0, a.shape().rank() - 1);
        Value tall = gradient.reshape(a, Shape.of(rows, a.shape().dimension(-1)));
        Value above = gradient.reshape(upstream, Shape.of(rows, upstream.shape().dimension(-1)));
        return gradient.emit("MatMul", Matrices.transpose(gradient, tall), above);
    }
}
