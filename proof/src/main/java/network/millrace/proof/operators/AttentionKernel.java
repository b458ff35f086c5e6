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
 * An Attention in one go: one head of the queries after another, so that the products of all heads are never there at the same time.
 * Only the products of one head are, and its scaled queries and keys. The bits are those of the expansion: the same operations on the same
 * numbers, in another order of elements.
 */
final class AttentionKernel {
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
            float[] keys = k.scaled(batch, keyHead, root);
            float[] scores = new float[Math.multiplyExact(heads.queries(), heads.keys())];
            int group = heads.queryHeads() / heads.keyHeads();
            for (int head = keyHead * group; head < (keyHead + 1) * group; head++) {
                attend(batch, head, keyHead, keys, scores);
            }
        });
    }

    private void attend(int batch, int head, int keyHead, float[] keys, float[] scores) {
        int size = q.shape().dimension(3);
        Matrix queries = Matrix.rowMajor(q.scaled(batch, head, root), 0, size);
        Matrix products = Matrix.rowMajor(scores, 0, heads.keys());
        multiply(heads.keys(), size, queries, Matrix.rowMajor(keys, 0, size).transposed(), products);
        if (cap > 0) {
            cap(call.kernels(), scores);
        }
        for (int query = 0; query < heads.queries(); query++) {
            int row = query * heads.keys();
            if (mask.add(batch, head, query, scores, row)) {
                Softmax.softmax(call.kernels(), scores, row, heads.keys(), scores);
            } else {
                Arrays.fill(scores, row, row + heads.keys(), 0);
            }
        }
        multiply(v.shape().dimension(3), heads.keys(), products, v.matrix(batch, keyHead), out.matrix(batch, head));
    }

    private void multiply(int columns, int depth, Matrix a, Matrix b, Matrix c) {
        call.kernels().multiply(new MatrixProduct(heads.queries(), columns, depth, a, b, c), Workers.SERIAL);
    }

    private void cap(Kernels kernels, float[] scores) {
        for (int i = 0; i < scores.length; i++) {
            scores[i] = scores[i] / cap;
        }
        kernels.apply(Kernels.Function.TANH, scores, 0, scores, 0, scores.length);
        for (int i = 0; i < scores.length; i++) {
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

        /** One head, where it lies. */
        Matrix matrix(int batch, int head) {
            return new Matrix(tensor.floats(), first(batch, head), rowStride(), 1);
        }

        private int rowStride() {
            return packed ? shape.dimension(1) * shape.dimension(3) : shape.dimension(3);
        }

        private int first(int batch, int head) {
            int between = packed ? shape.dimension(3) : shape.dimension(2) * shape.dimension(3);
            return batch * shape.product(1, 4) + head * between;
        }

        /** One head times a number, without gaps. */
        float[] scaled(int batch, int head, float factor) {
            int size = shape.dimension(3);
            float[] scaled = new float[shape.dimension(2) * size];
            float[] numbers = tensor.floats();
            for (int row = 0; row < shape.dimension(2); row++) {
                int from = first(batch, head) + row * rowStride();
                for (int i = 0; i < size; i++) {
                    scaled[row * size + i] = numbers[from + i] * factor;
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
