package network.millrace.proof.operators;

import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import network.millrace.proof.RefusedException;
import network.millrace.proof.kernels.Kernels.Function;

/**
 * The operators that there are, by domain, name and the opset from which on a form holds. One line each: adding an operator
 * is a class and a line here. A later opset that only admits more types is no other form, and needs no line.
 */
public final class Operators {
    /**
     * The opsets of the standard domain that are understood. Before 7, many operators broadcast in another way: those are known from 7
     * on only.
     */
    public static final int OPSET_MIN = 1;

    public static final int OPSET_MAX = 28;

    /** ONNX's domain of optimizers. */
    private static final String TRAINING = "ai.onnx.preview.training";

    /** Its domain of operators that may still change. */
    private static final String PREVIEW = "ai.onnx.preview";
    /** ONNX's domain of classical machine learning. */
    private static final String CLASSICAL = "ai.onnx.ml";

    private static final Operators STANDARD = new Operators()
            .with(1, new ExactFunction("Abs", true, Math::abs, Math::abs, ExactFunction::abs))
            .with(1, new ElementaryFunction("Acos", Function.ACOS, ElementaryFunction::acos))
            .with(1, new ElementaryFunction("Acosh", Function.ACOSH, ElementaryFunction::acosh))
            .with(7, new Add())
            .with(20, new Formula("AffineGrid", Images::affineGrid))
            .with(7, new Logic("And", 0b1000))
            .with(1, new ArgMax())
            .with(1, new Formula("ArgMin", Mirror::argMin))
            .with(1, new ElementaryFunction("Asin", Function.ASIN, ElementaryFunction::asin))
            .with(1, new ElementaryFunction("Asinh", Function.ASINH, ElementaryFunction::asinh))
            .with(1, new ElementaryFunction("Atan", Function.ATAN, ElementaryFunction::atan))
            .with(1, new ElementaryFunction("Atanh", Function.ATANH, ElementaryFunction::atanh))
            .with(23, new Attention())
            .with(1, new Formula("AveragePool", Pools::average))
            .with(7, new BatchNormalization(false))
            .with(14, new BatchNormalization(true))
            .with(15, new Formula("Bernoulli", Randoms::bernoulli))
            .with(26, new BitCast())
            .with(11, new BitShift())
            .with(18, new Bitwise("BitwiseAnd", (x, y) -> x & y))
            .with(18, new Formula("BitwiseNot", Activations::bitwiseNot))
            .with(18, new Bitwise("BitwiseOr", (x, y) -> x | y))
            .with(18, new Bitwise("BitwiseXor", (x, y) -> x ^ y))
            .with(17, new Formula("BlackmanWindow", Signals::blackman))
            .with(1, new Cast())
            .with(1, new Formula("CastLike", Formulas::castLike))
            .with(27, new Parts("CausalConvWithState", Caches::causalConv))
            .with(1, ExactFunction.step("Ceil", Math::ceil))
            .with(12, new Formula("Celu", Activations::celu))
            .with(18, new Formula("CenterCropPad", Layouts::centerCropPad))
            .with(1, new Formula("Clip", Formulas::oldClip))
            .with(11, new Formula("Clip", Formulas::clip))
            .with(18, new Formula("Col2Im", Images::columnsToImage))
            .with(9, new Formula("Compress", Layouts::compress))
            .with(1, new Concat())
            .with(1, new Constant())
            .with(1, new ConstantOfShape())
            .with(1, new Conv())
            .with(1, new Formula("ConvTranspose", ConvTranspose::expand))
            .with(1, new ElementaryFunction("Cos", Function.COS, ElementaryFunction::cos))
            .with(1, new ElementaryFunction("Cosh", Function.COSH, ElementaryFunction::cosh))
            .with(26, Cumulative.product())
            .with(11, Cumulative.sum())
            .with(17, new Formula("DFT", Fourier::old))
            .with(20, new Formula("DFT", Fourier::dft))
            .with(19, new Formula("DeformConv", DeformConv::expand))
            .with(1, new Formula("DepthToSpace", Layouts::depthToSpace))
            .with(11, new Det())
            .with(7, new Div())
            .with(7, new Parts("Dropout", Randoms::unchanged))
            .with(12, new Parts("Dropout", Randoms::dropout))
            .with(12, new Einsum())
            .with(6, new Formula("Elu", Activations::elu))
            .with(7, new Comparison("Equal", false, true, false))
            .with(1, new ElementaryFunction("Erf", Function.ERF, ElementaryFunction::erf))
            .with(1, new ElementaryFunction("Exp", Function.EXP, ElementaryFunction::exp))
            .with(1, new Expand())
            .with(9, new Formula("EyeLike", Layouts::eyeLike))
            .with(1, new Flatten())
            .with(1, ExactFunction.step("Floor", Math::floor))
            .with(7, new Recurrence(new GruCell()))
            .with(1, new Gather())
            .with(11, new GatherElements())
            .with(11, new GatherND())
            .with(1, new Gelu())
            .with(7, new Gemm())
            .with(1, new Formula("GlobalAveragePool", Formulas::globalAveragePool))
            .with(2, new Formula("GlobalLpPool", Pools::globalLp))
            .with(1, new Formula("GlobalMaxPool", Norms::globalMaxPool))
            .with(7, new Comparison("Greater", false, false, true))
            .with(7, new Comparison("GreaterOrEqual", false, true, true))
            .with(16, new Formula("GridSample", GridSample::expand))
            .with(18, new Formula("GroupNormalization", ChannelNorms::oldGroup))
            .with(21, new Formula("GroupNormalization", ChannelNorms::group))
            .with(17, new Formula("HammingWindow", Signals::hamming))
            .with(17, new Formula("HannWindow", Signals::hann))
            .with(6, new Formula("HardSigmoid", Activations::hardSigmoid))
            .with(14, new Formula("HardSwish", Activations::hardSwish))
            .with(1, new Formula("Hardmax", Norms::oldHardmax))
            .with(13, new Formula("Hardmax", Norms::hardmax))
            .with(1, new Identity())
            .with(1, new Parts("If", Subgraphs::choose))
            .with(1, new Formula("InstanceNormalization", ChannelNorms::instance))
            .with(10, new Formula("IsInf", Activations::isInf))
            .with(9, new Formula("IsNaN", Activations::isNan))
            .with(1, new Formula("LRN", ChannelNorms::localResponse))
            .with(7, new Recurrence(new LstmCell()))
            .with(17, LayerNormalization.aroundMean())
            .with(1, new Formula("LeakyRelu", Formulas::leakyRelu))
            .with(7, new Comparison("Less", true, false, false))
            .with(7, new Comparison("LessOrEqual", true, true, false))
            .with(27, new LinearAttention())
            .with(1, new ElementaryFunction("Log", Function.LOG, ElementaryFunction::log))
            .with(1, new Formula("LogSoftmax", Norms::oldLogSoftmax))
            .with(13, new Formula("LogSoftmax", Formulas::logSoftmax))
            .with(1, new Formula("LpNormalization", Norms::lpNormalization))
            .with(1, new Parts("Loop", Loop::expand))
            .with(2, new Formula("LpPool", Pools::lp))
            .with(1, new MatMul())
            .with(1, new Max())
            .with(1, new MaxPool())
            .with(1, new Formula("MaxRoiPool", MaxRoiPool::expand))
            .with(9, new Formula("MaxUnpool", Images::maxUnpool))
            .with(1, new Formula("Mean", Formulas::mean))
            .with(9, new Formula("MeanVarianceNormalization", ChannelNorms::meanVariance))
            .with(17, new Formula("MelWeightMatrix", Signals::melWeights))
            .with(1, new Min())
            .with(18, new Formula("Mish", Activations::mish))
            .with(10, new Mod())
            .with(7, new Mul())
            .with(1, new ExactFunction("Neg", true, x -> -x, x -> -x, ExactFunction::neg))
            .with(12, new Parts("NegativeLogLikelihoodLoss", Losses::negativeLogLikelihood))
            .with(10, new Formula("NonMaxSuppression", Boxes::expand))
            .with(9, new Formula("NonZero", Layouts::nonZero))
            .with(1, new Not())
            .with(9, new Formula("OneHot", Layouts::oneHot))
            .with(15, new Formula("OptionalGetElement", Layouts::element))
            .with(15, new Formula("OptionalHasElement", Layouts::hasElement))
            .with(7, new Logic("Or", 0b1110))
            .with(7, new Formula("PRelu", Activations::prelu))
            .with(2, new OldPad())
            .with(11, new Pad())
            .with(7, new Pow())
            .with(23, LayerNormalization.rootMeanSquare())
            .with(7, new Recurrence(new SimpleCell()))
            .with(1, new Formula("RandomNormal", Randoms::normal))
            .with(1, new Formula("RandomNormalLike", Randoms::normalLike))
            .with(1, new RandomUniform())
            .with(1, new Formula("RandomUniformLike", Randoms::uniformLike))
            .with(11, new Range())
            .with(1, new Formula("Reciprocal", Formulas::reciprocal))
            .with(1, new AttributeAsInput("ReduceL1", "axes", 1))
            .with(18, new Formula("ReduceL1", Formulas::reduceL1))
            .with(1, new AttributeAsInput("ReduceL2", "axes", 1))
            .with(18, new Formula("ReduceL2", Formulas::reduceL2))
            .with(1, new AttributeAsInput("ReduceLogSum", "axes", 1))
            .with(18, new Formula("ReduceLogSum", Formulas::reduceLogSum))
            .with(1, new AttributeAsInput("ReduceLogSumExp", "axes", 1))
            .with(18, new Formula("ReduceLogSumExp", Formulas::reduceLogSumExp))
            .with(1, new AttributeAsInput("ReduceMax", "axes", 1))
            .with(18, new ReduceMax())
            .with(1, new AttributeAsInput("ReduceMean", "axes", 1))
            .with(18, new Formula("ReduceMean", Formulas::reduceMean))
            .with(1, new AttributeAsInput("ReduceMin", "axes", 1))
            .with(18, new Formula("ReduceMin", Mirror::reduceMin))
            .with(1, new AttributeAsInput("ReduceProd", "axes", 1))
            .with(18, new ReduceProd())
            .with(1, new AttributeAsInput("ReduceSum", "axes", 1))
            .with(13, new ReduceSum())
            .with(1, new AttributeAsInput("ReduceSumSquare", "axes", 1))
            .with(18, new Formula("ReduceSumSquare", Formulas::reduceSumSquare))
            .with(1, new Relu())
            .with(5, new Reshape())
            .with(10, new Formula("Resize", Resize::old))
            .with(11, new Formula("Resize", Resize::expand))
            .with(10, new Formula("ReverseSequence", Layouts::reverseSequence))
            .with(10, new Formula("RoiAlign", RoiAlign::old))
            .with(16, new Formula("RoiAlign", RoiAlign::expand))
            .with(23, new RotaryEmbedding())
            .with(1, ExactFunction.step("Round", Math::rint))
            .with(17, new Formula("STFT", Fourier::stft))
            .with(8, new Parts("Scan", Scan::old))
            .with(9, new Parts("Scan", Scan::expand))
            .with(9, new Formula("Scatter", Layouts::scatter))
            .with(11, new ScatterElements())
            .with(11, new ScatterND())
            .with(6, new Formula("Selu", Activations::selu))
            .with(1, new ShapeOf())
            .with(9, new Formula("Shrink", Activations::shrink))
            .with(1, new ElementaryFunction("Sigmoid", Function.SIGMOID, ElementaryFunction::sigmoid))
            .with(1, new ExactFunction("Sign", true, Math::signum, Long::signum, by -> Value.ABSENT))
            .with(1, new ElementaryFunction("Sin", Function.SIN, ElementaryFunction::sin))
            .with(1, new ElementaryFunction("Sinh", Function.SINH, ElementaryFunction::sinh))
            .with(1, new SizeOf())
            .with(1, new OldSlice())
            .with(10, new Slice())
            .with(1, new Softmax(true))
            .with(13, new Softmax(false))
            .with(12, new Parts("SoftmaxCrossEntropyLoss", Losses::softmaxCrossEntropy))
            .with(1, new Formula("Softplus", Activations::softplus))
            .with(1, new Formula("Softsign", Activations::softsign))
            .with(1, new Formula("SpaceToDepth", Layouts::spaceToDepth))
            .with(2, new AttributeAsInput("Split", "split", 1))
            .with(13, new Split())
            .with(1, new SquareRoot())
            .with(1, new AttributeAsInput("Squeeze", "axes", 1))
            .with(13, new Squeeze())
            .with(7, new Sub())
            .with(1, new Formula("Sum", Formulas::sum))
            .with(28, new Formula("SwiGLU", Activations::swiglu))
            .with(24, new Formula("Swish", Activations::swish))
            .with(1, new ElementaryFunction("Tan", Function.TAN, ElementaryFunction::tan))
            .with(1, new ElementaryFunction("Tanh", Function.TANH, ElementaryFunction::tanh))
            .with(24, new Formula("TensorScatter", Caches::tensorScatter))
            .with(9, new Formula("TfIdfVectorizer", Ngrams::expand))
            .with(10, new Formula("ThresholdedRelu", Activations::thresholdedRelu))
            .with(6, new Formula("Tile", Layouts::tile))
            .with(1, new OldTopK())
            .with(10, new TopK())
            .with(1, new Transpose())
            .with(14, new Formula("Trilu", Layouts::trilu))
            .with(11, new Unique())
            .with(1, new AttributeAsInput("Unsqueeze", "axes", 1))
            .with(13, new Unsqueeze())
            .with(7, new Formula("Upsample", Resize::oldest))
            .with(9, new Formula("Upsample", Resize::old))
            .with(1, new Where())
            .with(7, new Logic("Xor", 0b0110))
            .with(CLASSICAL, 1, new Formula("ArrayFeatureExtractor", Trees::arrayFeatureExtractor))
            .with(CLASSICAL, 1, new Formula("Binarizer", Trees::binarizer))
            .with(PREVIEW, 1, new FlexAttention())
            .with(CLASSICAL, 5, new Formula("TreeEnsemble", Trees::ensemble))
            .with(TRAINING, 1, new Parts("Adagrad", Optimizers::adagrad))
            .with(TRAINING, 1, new Parts("Adam", Optimizers::adam))
            .with(TRAINING, 1, new Parts("Momentum", Optimizers::momentum));

    private final NavigableMap<String, NavigableMap<Integer, Operator>> forms = new TreeMap<>();

    private Operators() {}

    /** All operators that this version knows. */
    public static Operators standard() {
        return STANDARD;
    }

    private Operators with(int since, Operator operator) {
        return with("", since, operator);
    }

    private Operators with(String domain, int since, Operator operator) {
        Operator other = forms.computeIfAbsent(key(domain, operator.name()), key -> new TreeMap<>())
                .put(since, operator);
        if (other != null) {
            throw new IllegalStateException(operator.name() + " has two forms since opset " + since);
        }
        return this;
    }

    /**
     * The form that an operator has in an opset.
     *
     * @throws RefusedException when there is none
     */
    public Operator find(String domain, String name, int opset) {
        if (domain.isEmpty() && (opset < OPSET_MIN || opset > OPSET_MAX)) {
            throw RefusedException.unsupported(
                    "opset " + opset + " is not supported; the supported ones are " + OPSET_MIN + " to " + OPSET_MAX);
        }
        return form(domain, name, opset)
                .orElseThrow(() -> RefusedException.unsupported("operator " + (domain.isEmpty() ? "" : domain + ".")
                        + name + " of opset " + opset + " is not known"));
    }

    /** The newest form of an operator of the standard domain, which expansions and gradients emit. */
    public Operator newest(String name) {
        return find("", name, OPSET_MAX);
    }

    /** Whether an operator has a form in an opset. */
    public boolean knows(String domain, String name, int opset) {
        return form(domain, name, opset).isPresent();
    }

    /** The names of all operators of the standard domain, in order. */
    public NavigableSet<String> names() {
        NavigableSet<String> names = new TreeSet<>();
        forms.keySet().stream().filter(key -> key.startsWith(":")).forEach(key -> names.add(key.substring(1)));
        return names;
    }

    private Optional<Operator> form(String domain, String name, int opset) {
        NavigableMap<Integer, Operator> known = forms.get(key(domain, name));
        return Optional.ofNullable(known == null ? null : known.floorEntry(opset))
                .map(Map.Entry::getValue);
    }

    private static String key(String domain, String name) {
        return domain + ":" + name;
    }
}
