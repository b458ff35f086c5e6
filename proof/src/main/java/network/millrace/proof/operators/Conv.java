package network.millrace.proof.operators;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.kernels.MatrixProduct;
import network.millrace.proof.kernels.MatrixProduct.Matrix;
import network.millrace.proof.kernels.Patches;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.proof.tensor.TileGrid;

/**
 * The convolution, as a matrix product of the weights with the windows of the input: k runs over the channels of a group and then
 * over the kernel, row-major, and each k takes one fused multiply-add, with +0 where the window lies in the padding. A bias is
 * rewritten as an addition.
 */
final class Conv implements Primitive, Differentiable {
    /** Packed weights are kept for as many windows at most, and for so many output channels of a group at least. */
    private static final int KEPT_WINDOWS = 1024;

    private static final int KEPT_OUTPUTS = 32;

    @Override
    public String name() {
        return "Conv";
    }

    @Override
    public Optional<List<Value>> rewrite(Expansion expansion) {
        Shape input = expansion.input(0).shape();
        Shape weights = expansion.input(1).shape();
        if (weights.rank() != input.rank() || input.rank() < 3) {
            throw RefusedException.malformed(
                    "Conv takes an input and weights of one rank, at least 3; their shapes are " + input + " and "
                            + weights);
        }
        Attributes canonical = windows(expansion.attributes(), input, weights)
                .canonical()
                .with("group", expansion.attributes().integer("group", 1));
        if (canonical.equals(expansion.attributes()) && expansion.inputCount() == 2) {
            return Optional.empty();
        }
        Value result = expansion.emit("Conv", canonical, expansion.input(0), expansion.input(1));
        if (expansion.has(2)) {
            int[] channels = new int[input.rank() - 1];
            Arrays.fill(channels, 1);
            channels[0] = weights.dimension(0);
            result = expansion.emit("Add", result, expansion.reshape(expansion.input(2), Shape.of(channels)));
        }
        return Optional.of(List.of(result));
    }

    private static Windows windows(Attributes attributes, Shape input, Shape weights) {
        return Windows.of(attributes, input, Arrays.copyOfRange(weights.dimensions(), 2, weights.rank()));
    }

    @Override
    public List<TensorType> infer(Inference in) {
        in.requireInputs(2, 2);
        in.requireFloating(0);
        in.sameElements(0, 1);
        Shape input = in.shape(0);
        Shape weights = in.shape(1);
        long groups = in.attributes().integer("group", 1);
        if (groups < 1 || weights.dimension(1) * groups != input.dimension(1) || weights.dimension(0) % groups != 0) {
            throw RefusedException.malformed(
                    "weights " + weights + " in " + groups + " groups do not fit the input " + input);
        }
        int[] result = new int[input.rank()];
        result[0] = input.dimension(0);
        result[1] = weights.dimension(0);
        int[] counts = windows(in.attributes(), input, weights).counts(input);
        System.arraycopy(counts, 0, result, 2, counts.length);
        return List.of(in.type(0).shaped(Shape.of(result)));
    }

    /** Groups of images are independent; with fewer of them than threads, each product is divided instead. */
    @Override
    public void compute(Call call) {
        Tensor input = call.input(0);
        Tensor weights = call.input(1);
        Tensor output = call.output(0);
        if (output.type() == DataType.FLOAT64) {
            computeDoubles(call);
            return;
        }
        int groups = (int) call.attributes().integer("group", 1);
        int all = input.shape().dimension(0) * groups;
        Patches.Geometry geometry =
                windows(call.attributes(), input.shape(), weights.shape()).over(input.shape(), output.shape());
        if (all < call.workers().count()) {
            for (int part = 0; part < all; part++) {
                multiply(call, geometry, part, groups, call.workers());
            }
        } else {
            call.workers().run(all, part -> multiply(call, geometry, part, groups, Workers.SERIAL));
        }
    }

    @Override
    public boolean finishes(Signature signature) {
        return signature.output(0).type() == DataType.FLOAT32;
    }

    /** Few windows do not pay for packing the weights each time. */
    @Override
    public OptionalInt keptInput(Signature signature) {
        Shape output = signature.output(0).shape();
        long groups = signature.attributes().integer("group", 1);
        boolean pays = signature.output(0).type() == DataType.FLOAT32
                && output.product(2, output.rank()) <= KEPT_WINDOWS
                && output.dimension(1) >= KEPT_OUTPUTS * groups;
        return pays ? OptionalInt.of(1) : OptionalInt.empty();
    }

    /** One group of one image. */
    private static void multiply(Call call, Patches.Geometry geometry, int part, int groups, Workers workers) {
        Tensor input = call.input(0);
        Tensor weights = call.input(1);
        Tensor output = call.output(0);
        int channels = weights.shape().dimension(1);
        int depth = weights.shape().product(1, weights.shape().rank());
        int outputs = weights.shape().dimension(0) / groups;
        int places = output.shape().product(2, output.shape().rank());
        int plane = input.shape().product(2, input.shape().rank());
        int from = part * channels * plane;
        call.kernels()
                .multiply(
                        new MatrixProduct(
                                outputs,
                                places,
                                depth,
                                Matrix.rowMajor(weights.floats(), part % groups * outputs * depth, depth),
                                geometry.isPlain()
                                        ? Matrix.rowMajor(input.floats(), from, plane)
                                        : new Patches(geometry, input.floats(), from),
                                Matrix.rowMajor(output.floats(), part * outputs * places, places),
                                call.finish()),
                        workers);
    }

    /** Element by element; float64 is not worth a fast kernel. */
    private static void computeDoubles(Call call) {
        Shape input = call.input(0).shape();
        Shape weights = call.input(1).shape();
        Shape output = call.output(0).shape();
        Windows windows = windows(call.attributes(), input, weights);
        int depth = weights.product(1, weights.rank());
        int kernel = windows.kernel().arraySize();
        int perGroup = weights.dimension(0) / (int) call.attributes().integer("group", 1);
        for (int o = 0; o < output.size(); o++) {
            int[] place = Places.of(output, o);
            int first = place[0] * input.dimension(1) + place[1] / perGroup * weights.dimension(1);
            double sum = 0;
            for (int k = 0; k < depth; k++) {
                long source = windows.source(input, first + k / kernel, place, Places.of(windows.kernel(), k % kernel));
                double element = source < 0 ? 0 : call.input(0).doubles()[(int) source];
                sum = Math.fma(call.input(1).doubles()[place[1] * depth + k], element, sum);
            }
            call.output(0).doubles()[o] = sum;
        }
    }

    @Override
    public List<Value> gradient(Gradient gradient) {
        return List.of(ConvGradient.byInput(gradient), ConvGradient.byWeights(gradient));
    }

    @Override
    public long cost(Signature signature) {
        Shape weights = signature.input(1).shape();
        return signature.output(0).shape().size() * weights.product(1, weights.rank());
    }

    @Override
    public TileRule tileRule() {
        return Chain.INSTANCE;
    }

    /** One element, as a chain over k: a link takes one row of the kernel of one channel, or one k where that is wider than a tile. */
    private enum Chain implements TileRule {
        INSTANCE;

        @Override
        public Grain grain(Signature signature) {
            return Grain.ELEMENT;
        }

        @Override
        public long links(Signature signature, Piece piece) {
            Shape weights = signature.input(1).shape();
            return Math.max(1, Math.ceilDiv(weights.product(1, weights.rank()), span(signature)));
        }

        private static int span(Signature signature) {
            Shape weights = signature.input(1).shape();
            return windows(signature.attributes(), signature.input(0).shape(), weights)
                    .near();
        }

        @Override
        public long cost(Signature signature, Piece piece, long link) {
            return span(signature);
        }

        @Override
        public Tensor start(Signature signature, Piece piece) {
            return Tensor.allocate(signature.output(0).type(), Shape.SCALAR);
        }

        @Override
        public Tensor link(Signature signature, Piece piece, long link, Tensor state, Tiles inputs) {
            Shape input = signature.input(0).shape();
            Shape weights = signature.input(1).shape();
            Shape output = signature.output(0).shape();
            Windows windows = windows(signature.attributes(), input, weights);
            int[] place = Places.of(output, new TileGrid(output).element(piece.tile(), piece.element()));
            int depth = weights.product(1, weights.rank());
            int perGroup = weights.dimension(0) / (int) signature.attributes().integer("group", 1);
            long first = (long) place[0] * input.dimension(1) + (long) place[1] / perGroup * weights.dimension(1);
            Tensor padding = Tensor.allocate(state.type(), Shape.SCALAR);
            Tensor sum = state;
            for (long k = link * span(signature); k < Math.min((link + 1) * span(signature), depth); k++) {
                long channel = first + k / windows.kernel().size();
                int[] kernel = Places.of(windows.kernel(), k % windows.kernel().size());
                long source = windows.source(input, channel, place, kernel);
                Tensor element = source < 0 ? padding : inputs.element(signature, 0, source);
                sum = added(inputs.element(signature, 1, (long) place[1] * depth + k), element, sum);
            }
            return sum;
        }

        private static Tensor added(Tensor weight, Tensor element, Tensor sum) {
            return sum.type() == DataType.FLOAT32
                    ? Tensor.scalar(Math.fma(weight.floats()[0], element.floats()[0], sum.floats()[0]))
                    : Tensor.of(Shape.SCALAR, Math.fma(weight.doubles()[0], element.doubles()[0], sum.doubles()[0]));
        }
    }
}
