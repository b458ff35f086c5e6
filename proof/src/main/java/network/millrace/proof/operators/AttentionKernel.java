package network.millrace.proof.operators;

import java.util.Arrays;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.kernels.MatrixProduct;
import network.millrace.proof.kernels.MatrixProduct.Matrix;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/**
 * An Attention in one go: some queries of one head after another, so that their products with the keys, the largest values of a
 * transformer, are never there all at the same time. The bits are those of the expansion: the same operations on the same
 * numbers, in another order of elements.
 */
final class AttentionKernel {
    /** Queries that are taken together: their products with some thousand keys stay in the second cache. */
    private static final int BLOCK = 128;

    private final Call call;
    private final Operand q;
    private final Operand k;
    private final Operand v;
    private final Operand out;
    private final Heads heads;
    private final Mask mask;
    private final float root;
    private final float cap;

    private AttentionKernel(Call call) {
        this.call = call;
        Attributes attributes = call.attributes();
        this.q = Operand.of(call.input(0), attributes, "q_num_heads");
        this.k = Operand.of(call.input(1), attributes, "kv_num_heads");
        this.v = Operand.of(call.input(2), attributes, "kv_num_heads");
        this.out = Operand.of(call.output(0), attributes, "q_num_heads");
        this.heads = Heads.of(q.shape(), k.shape(), v.shape());
        this.mask = new Mask(call, heads);
        this.root = (float) Attention.rootOfScale(attributes, q.shape().dimension(3));
        this.cap = attributes.number("softcap", 0);
    }

    /** Queries, keys, values and perhaps a mask of all keys, all float32; no past and no cache. */
    static boolean takes(Signature signature) {
        for (int i = 0; i < signature.inputCount(); i++) {
            if (signature.has(i) && !takes(i, signature.input(i).type())) {
                return false;
            }
        }
        long precision = signature.attributes().integer("softmax_precision", DataType.FLOAT32.code());
        return precision == DataType.FLOAT32.code() && fitsKeys(signature);
    }

    private static boolean takes(int input, DataType type) {
        return switch (input) {
            case 0, 1, 2 -> type == DataType.FLOAT32;
            case 3 -> type == DataType.FLOAT32 || type == DataType.BOOL;
            default -> false;
        };
    }

    private static boolean fitsKeys(Signature signature) {
        int keys = signature.input(1).shape().dimension(-2);
        if (signature.input(1).shape().rank() == 3) {
            keys = signature.input(1).shape().dimension(1);
        }
        Shape mask = signature.has(3) ? signature.input(3).shape() : Shape.of(keys);
        return keys > 0 && mask.rank() > 0 && mask.dimension(-1) == keys;
    }

    static void compute(Call call) {
        new AttentionKernel(call).compute();
    }

    /** One task for each head of the keys, whose scaled keys serve all queries of the group. */
    private void compute() {
        call.workers().run(heads.batch() * heads.keyHeads(), task -> {
            int batch = task / heads.keyHeads();
            int keyHead = task % heads.keyHeads();
            int size = k.shape().dimension(3);
            Matrix keys = Matrix.rowMajor(k.scaled(batch, keyHead, 0, heads.keys(), root), 0, size);
            float[] scores = new float[Math.multiplyExact(Math.min(BLOCK, heads.queries()), heads.keys())];
            int group = heads.queryHeads() / heads.keyHeads();
            for (int head = keyHead * group; head < (keyHead + 1) * group; head++) {
                for (int query = 0; query < heads.queries(); query += BLOCK) {
                    int count = Math.min(BLOCK, heads.queries() - query);
                    Block block = new Block(batch, head, query, count);
                    weigh(block, keys.transposed(), scores);
                    multiply(
                            count,
                            v.shape().dimension(3),
                            heads.keys(),
                            Matrix.rowMajor(scores, 0, heads.keys()),
                            v.matrix(batch, keyHead, 0),
                            out.matrix(batch, head, query));
                }
            }
        });
    }

    /** Some queries of a head. */
    private record Block(int batch, int head, int query, int count) {}

    /** Makes the products of the queries with all keys, and weights of them. */
    private void weigh(Block block, Matrix keys, float[] scores) {
        int size = q.shape().dimension(3);
        float[] queries = q.scaled(block.batch(), block.head(), block.query(), block.count(), root);
        int length = heads.keys();
        multiply(
                block.count(),
                length,
                size,
                Matrix.rowMajor(queries, 0, size),
                keys,
                Matrix.rowMajor(scores, 0, length));
        if (cap > 0) {
            cap(call.kernels(), scores, block.count() * length);
        }
        for (int i = 0; i < block.count(); i++) {
            int row = i * length;
            if (mask.add(block.batch(), block.head(), block.query() + i, scores, row)) {
                Softmax.softmax(call.kernels(), scores, row, length, scores);
            } else {
                Arrays.fill(scores, row, row + length, 0);
            }
        }
    }

    private void multiply(int rows, int columns, int depth, Matrix a, Matrix b, Matrix c) {
        call.kernels().multiply(new MatrixProduct(rows, columns, depth, a, b, c), Workers.SERIAL);
    }

    private void cap(Kernels kernels, float[] scores, int count) {
        for (int i = 0; i < count; i++) {
            scores[i] = scores[i] / cap;
        }
        kernels.apply(Kernels.Function.TANH, scores, 0, scores, 0, count);
        for (int i = 0; i < count; i++) {
            scores[i] = scores[i] * cap;
        }
    }

    /** Queries, keys, values or the result, as [batch, heads, positions, size], with positions before heads where they are packed. */
    private record Operand(Tensor tensor, Shape shape, boolean packed) {
        static Operand of(Tensor tensor, Attributes attributes, String headCount) {
            Shape shape = tensor.shape();
            if (shape.rank() == 4) {
                return new Operand(tensor, shape, false);
            }
            int heads = (int) attributes.integer(headCount);
            Shape apart = Shape.of(shape.dimension(0), heads, shape.dimension(1), shape.dimension(2) / heads);
            return new Operand(tensor, apart, true);
        }

        /** One head from a row on, where it lies. */
        Matrix matrix(int batch, int head, int row) {
            return new Matrix(tensor.floats(), first(batch, head) + row * rowStride(), rowStride(), 1);
        }

        private int rowStride() {
            return packed ? shape.dimension(1) * shape.dimension(3) : shape.dimension(3);
        }

        private int first(int batch, int head) {
            int between = packed ? shape.dimension(3) : shape.dimension(2) * shape.dimension(3);
            return batch * shape.product(1, 4) + head * between;
        }

        /** Rows of one head times a number, without gaps. */
        float[] scaled(int batch, int head, int row, int count, float factor) {
            int size = shape.dimension(3);
            float[] scaled = new float[count * size];
            float[] numbers = tensor.floats();
            for (int i = 0; i < count; i++) {
                int from = first(batch, head) + (row + i) * rowStride();
                for (int j = 0; j < size; j++) {
                    scaled[i * size + j] = numbers[from + j] * factor;
                }
            }
            return scaled;
        }
    }

    /** What {@link AttentionBias} makes a tensor of, row by row. */
    private static final class Mask {
        private final Call call;
        private final Heads heads;
        private final AttentionBias.Window window;
        private final int[] strides;

        Mask(Call call, Heads heads) {
            this.call = call;
            this.heads = heads;
            this.window = AttentionBias.Window.of(call.attributes(), 0);
            Shape whole = Shape.of(heads.batch(), heads.queryHeads(), heads.queries(), heads.keys());
            this.strides = call.has(3) ? call.input(3).shape().broadcastStrides(whole) : new int[4];
        }

        /**
         * Adds the bias of a query to its products. Where it is 0 that is left out: it can only turn -0 into +0, which a softmax does not
         * tell apart.
         *
         * @return whether it sees a key
         */
        boolean add(int batch, int head, int query, float[] scores, int row) {
            int first = window.first(query, heads.keys());
            int end = window.end(query, heads.keys());
            if (!call.has(3)) {
                hide(scores, row, row + first);
                hide(scores, row + end, row + heads.keys());
                return first < end;
            }
            float[] bias = new float[heads.keys()];
            read(call.input(3), batch * strides[0] + head * strides[1] + query * strides[2], bias);
            Arrays.fill(bias, 0, first, Float.NEGATIVE_INFINITY);
            Arrays.fill(bias, end, bias.length, Float.NEGATIVE_INFINITY);
            boolean sees = call.kernels().max(bias, 0, bias.length) != Float.NEGATIVE_INFINITY;
            for (int i = 0; sees && i < bias.length; i++) {
                scores[row + i] = scores[row + i] + bias[i];
            }
            return sees;
        }

        /** What is NaN or infinite stays NaN or becomes it, as in the addition that this is. */
        private static void hide(float[] scores, int from, int to) {
            for (int i = from; i < to; i++) {
                scores[i] = scores[i] + Float.NEGATIVE_INFINITY;
            }
        }

        private static void read(Tensor mask, int from, float[] bias) {
            if (mask.type() != DataType.BOOL) {
                System.arraycopy(mask.floats(), from, bias, 0, bias.length);
                return;
            }
            for (int i = 0; i < bias.length; i++) {
                bias[i] = mask.bytes()[from + i] != 0 ? 0 : Float.NEGATIVE_INFINITY;
            }
        }
    }
}
