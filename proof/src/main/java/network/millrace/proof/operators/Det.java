package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.proof.tensor.TileGrid;

/**
 * The determinant of each matrix of a stack, by elimination: in each column the first entry of the largest size, from the diagonal down,
 * is the pivot; each row below loses its factor times the pivot's row, one fused multiply-add for each entry. Then the diagonal is
 * multiplied from 1 on, ascending, and negated if rows were exchanged an odd number of times. A matrix is at most one tile.
 */
final class Det implements Primitive {
    @Override
    public String name() {
        return "Det";
    }

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(1, 1);
        in.requireFloating(0);
        in.requireRank(0, 2, Shape.MAX_RANK);
        Shape shape = in.shape(0);
        int size = shape.dimension(-1);
        if (shape.dimension(-2) != size) {
            throw RefusedException.malformed("Det takes square matrices; the shape is " + shape);
        }
        if (size > TileGrid.EDGE) {
            throw RefusedException.overLimit("rows of a matrix of Det", size, TileGrid.EDGE);
        }
        return List.of(in.type(0).shaped(Shape.of(Arrays.copyOf(shape.dimensions(), shape.rank() - 2))));
    }

    @Override
    public void compute(Call call) {
        int size = call.input(0).shape().dimension(-1);
        for (int matrix = 0; matrix < call.output(0).size(); matrix++) {
            determinant(call.input(0), matrix * size * size, size, call.output(0), matrix);
        }
    }

    private static void determinant(Tensor from, int first, int size, Tensor to, int target) {
        if (from.type() == DataType.FLOAT64) {
            to.doubles()[target] = determinant(Arrays.copyOfRange(from.doubles(), first, first + size * size), size);
        } else {
            to.floats()[target] = determinant(Arrays.copyOfRange(from.floats(), first, first + size * size), size);
        }
    }

    private static float determinant(float[] a, int size) {
        float result = 1;
        boolean odd = false;
        for (int k = 0; k < size; k++) {
            int pivot = k;
            for (int i = k + 1; i < size; i++) {
                pivot = Math.abs(a[i * size + k]) > Math.abs(a[pivot * size + k]) ? i : pivot;
            }
            odd ^= pivot != k;
            for (int j = 0; j < size && pivot != k; j++) {
                float moved = a[k * size + j];
                a[k * size + j] = a[pivot * size + j];
                a[pivot * size + j] = moved;
            }
            float diagonal = a[k * size + k];
            result *= diagonal;
            for (int i = k + 1; i < size && diagonal != 0; i++) {
                float factor = -(a[i * size + k] / diagonal);
                for (int j = k + 1; j < size; j++) {
                    a[i * size + j] = Math.fma(factor, a[k * size + j], a[i * size + j]);
                }
            }
        }
        return odd ? -result : result;
    }

    private static double determinant(double[] a, int size) {
        double result = 1;
        boolean odd = false;
        for (int k = 0; k < size; k++) {
            int pivot = k;
            for (int i = k + 1; i < size; i++) {
                pivot = Math.abs(a[i * size + k]) > Math.abs(a[pivot * size + k]) ? i : pivot;
            }
            odd ^= pivot != k;
            for (int j = 0; j < size && pivot != k; j++) {
                double moved = a[k * size + j];
                a[k * size + j] = a[pivot * size + j];
                a[pivot * size + j] = moved;
            }
            double diagonal = a[k * size + k];
            result *= diagonal;
            for (int i = k + 1; i < size && diagonal != 0; i++) {
                double factor = -(a[i * size + k] / diagonal);
                for (int j = k + 1; j < size; j++) {
                    a[i * size + j] = Math.fma(factor, a[k * size + j], a[i * size + j]);
                }
            }
        }
        return odd ? -result : result;
    }

    @Override
    public long cost(Signature signature) {
        long size = signature.input(0).shape().dimension(-1);
        return signature.output(0).shape().size() * Math.max(1, size * size * size / 3);
    }

    @Override
    public TileRule tileRule() {
        return Rule.INSTANCE;
    }

    /** One element, from the one tile that is its matrix. */
    private enum Rule implements TileRule {
        INSTANCE;

        @Override
        public Grain grain(Signature signature) {
            return Grain.ELEMENT;
        }

        @Override
        public long cost(Signature signature, Piece piece, long link) {
            long size = signature.input(0).shape().dimension(-1);
            // A product and a sum for each element below each row, and the search for the largest of each column.
            return size * size * size / 3 + 4 * size * size + 4 * size + 4;
        }

        @Override
        public Tensor link(Signature signature, Piece piece, long link, Tensor state, Tiles inputs) {
            Tensor result = Tensor.allocate(signature.output(0).type(), Shape.SCALAR);
            int size = signature.input(0).shape().dimension(-1);
            long matrix = new TileGrid(signature.output(0).shape()).element(piece.tile(), piece.element());
            Tensor tile =
                    size == 0 ? Tensor.allocate(signature.input(0).type(), Shape.of(0, 0)) : inputs.tile(0, matrix);
            determinant(tile, 0, size, result, 0);
            return result;
        }
    }
}
