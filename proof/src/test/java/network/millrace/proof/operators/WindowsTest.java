package network.millrace.proof.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.program.ProgramBuilder;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What ONNX's node cases leave out about windows, images and signals: ties, NaN, bad input, limits. */
class WindowsTest {
    private static final float NAN = Float.NaN;

    @Test
    void maxPoolTakesTheFirstNanAndOfEqualElementsTheFirst() {
        Tensor x = Tensor.of(Shape.of(1, 1, 8), 1f, 2f, 2f, NAN, 5f, NAN, -0f, 0f);
        Attributes pairs = pool(2).with("strides", new long[] {2});

        List<Tensor> pooled = run("MaxPool", 2, pairs, x);

        assertThat(pooled.getFirst().floats()).containsExactly(2f, NAN, NAN, -0f);
        assertThat(Float.floatToIntBits(pooled.getFirst().floats()[3])).isEqualTo(Float.floatToIntBits(-0f));
        assertThat(pooled.get(1).toLongs()).containsExactly(1, 3, 5, 6);
        // the fast kernel, without indices, has the same bits
        assertThat(run("MaxPool", 1, pairs, x).getFirst().sameBits(pooled.getFirst()))
                .isTrue();
    }

    @Test
    void averageOfTheLastWindowCountsThePaddingThatWasGivenAndNotWhatCeilModeAdds() {
        Tensor x = Tensor.of(Shape.of(1, 1, 4), 1f, 2f, 3f, 4f);
        Attributes wide = pool(3).with("strides", new long[] {2})
                .with("pads", new long[] {0, 1})
                .with("ceil_mode", 1)
                .with("count_include_pad", 1);

        assertThat(run("AveragePool", 1, wide, x).getFirst().floats()).containsExactly(2f, 7f / 3);
        assertThat(run("AveragePool", 1, wide.without("count_include_pad"), x)
                        .getFirst()
                        .floats())
                .containsExactly(2f, 3.5f);
    }

    @Test
    void windowsOfNothingButPaddingAreRefused() {
        Tensor x = Tensor.of(Shape.of(1, 1, 2), 1f, 2f);
        Attributes padded = pool(2).with("pads", new long[] {2, 0});

        refused("MaxPool", padded, "nothing but padding", x);
        refused("AveragePool", padded, "nothing but padding", x);
        assertThat(run("AveragePool", 1, padded.with("count_include_pad", 1), x)
                        .getFirst()
                        .floats())
                .containsExactly(0f, 0.5f, 1.5f);
    }

    @Test
    void absurdWindowsAreRefusedWithTheNumber() {
        Tensor x = Tensor.of(Shape.of(1, 1, 2), 1f, 2f);

        refused("MaxPool", pool(1L << 40), "numbers from 1 to 1048576", x);
        refused("MaxPool", pool(3), "does not fit", x);
        refused("MaxPool", Attributes.NONE, "kernel_shape must be 1 numbers", x);
        refused("MaxPool", pool(2).with("strides", new long[] {0}), "strides must be", x);
    }

    @Test
    void bitsOfANanAreItsCanonicalOnes() {
        Tensor x = Tensor.of(Shape.of(3), Float.intBitsToFloat(0xffc12345), 1f, -0f);

        Tensor bits = run("BitCast", 1, Attributes.NONE.with("to", DataType.INT32.code()), x)
                .getFirst();

        assertThat(bits.ints()).containsExactly(0x7fc00000, 0x3f800000, 0x80000000);
    }

    @Test
    void lengthsAndSizesHaveLimits() {
        refused("DFT", Attributes.NONE, "at most 2048", Tensor.allocate(DataType.FLOAT32, Shape.of(1, 4096, 1)));
        refused("Det", Attributes.NONE, "at most 64", Tensor.allocate(DataType.FLOAT32, Shape.of(65, 65)));
        refused(
                "Resize",
                Attributes.NONE,
                "elements of a resized axis",
                Tensor.of(Shape.of(2), 1f, 2f),
                Tensor.of(Shape.of(0), new float[0]),
                Tensor.of(Shape.of(1), 1e12f));
        refused(
                "Resize",
                Attributes.NONE.with("mode", "linear").with("antialias", 1),
                "elements that Resize makes one of",
                Tensor.allocate(DataType.FLOAT32, Shape.of(100_000)),
                Tensor.of(Shape.of(0), new float[0]),
                Tensor.of(Shape.of(1), 1e-4f));
    }

    @Test
    void aTransformAndItsInverseGiveTheSignalBack() {
        Tensor signal = Tensor.of(Shape.of(1, 5, 2), 1f, 0f, 2f, -1f, 0f, 0f, 4f, 3f, 5f, 0f);

        Tensor spectrum = run("DFT", 1, Attributes.NONE, signal).getFirst();
        Tensor back =
                run("DFT", 1, Attributes.NONE.with("inverse", 1), spectrum).getFirst();

        assertThat(spectrum.floats()[0]).isEqualTo(12f);
        for (int i = 0; i < signal.size(); i++) {
            assertThat(back.floats()[i]).isCloseTo(signal.floats()[i], org.assertj.core.api.Assertions.within(1e-5f));
        }
    }

    private static Attributes pool(long kernel) {
        return Attributes.NONE.with("kernel_shape", new long[] {kernel});
    }

    private static void refused(String operator, Attributes attributes, String sentence, Tensor... inputs) {
        assertThatThrownBy(() -> run(operator, 1, attributes, inputs))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(sentence);
    }

    /** With the first input as data and the others as constants. */
    private static List<Tensor> run(String operator, int outputs, Attributes attributes, Tensor... inputs) {
        ProgramBuilder builder = new ProgramBuilder(Operators.standard(), Limits.DEFAULT);
        List<Value> values = new java.util.ArrayList<>();
        values.add(builder.input("x", inputs[0].tensorType()));
        for (int i = 1; i < inputs.length; i++) {
            values.add(builder.constant(inputs[i]));
        }
        List<Value> results = builder.emit(operator, outputs, attributes, values);
        List<String> names = java.util.stream.IntStream.range(0, outputs)
                .mapToObj(Integer::toString)
                .toList();
        return new Executor(builder.build(names, results), Limits.DEFAULT, Workers.SERIAL).run(List.of(inputs[0]));
    }
}
