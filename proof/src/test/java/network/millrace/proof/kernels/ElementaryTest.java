package network.millrace.proof.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import network.millrace.proof.kernels.Kernels.Function;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.protocol.crypto.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Our functions over 2^20 floats of every size: their bits are golden, and close to the exact values. */
class ElementaryTest {
    /** All floats whose lower 12 bits are 0. */
    private static final float[] INPUTS = inputs();

    @ParameterizedTest
    @EnumSource
    void bitsAreGolden(Function function) {
        float[] outputs = new float[INPUTS.length];
        Kernels.best().apply(function, INPUTS, 0, outputs, 0, outputs.length);

        Hash hash = Hash.sha256(Tensor.of(Shape.of(outputs.length), outputs).toLittleEndian());
        assertThat(hash.hex().substring(0, 16)).as("SHA-256 of all results").isEqualTo(golden(function));
    }

    @ParameterizedTest
    @MethodSource("references")
    void errorsAreSmall(Function function, double unitsMax, DoubleUnaryOperator exact) {
        float[] outputs = new float[INPUTS.length];
        Kernels.best().apply(function, INPUTS, 0, outputs, 0, outputs.length);

        double worst = 0;
        for (int i = 0; i < outputs.length; i += 5) {
            worst = Math.max(worst, error(outputs[i], exact.applyAsDouble(INPUTS[i])));
        }
        assertThat(worst).as("largest error in units in the last place").isLessThan(unitsMax);
    }

    @Test
    void powersHaveTheSpecialCasesOfC() {
        float infinity = Float.POSITIVE_INFINITY;
        float[] numbers = {
            0f, -0f, 1f, -1f, 0.5f, -0.5f, 2f, -2f, 3f, -3f, 1e20f, -1e20f, infinity, -infinity, Float.NaN
        };
        for (float x : numbers) {
            for (float y : numbers) {
                boolean differsInJava = x == 1 || (Math.abs(x) == 1 && Float.isInfinite(y));
                float expected = differsInJava ? 1f : (float) StrictMath.pow(x, y);
                assertThat(Float.compare(Transcendental.pow(x, y), expected))
                        .as("%s to the %s, against %s", x, y, expected)
                        .isZero();
            }
        }
    }

    @Test
    void powersAreRoundedFromFloat64() {
        for (float y : new float[] {0.5f, -0.5f, 2, 3, -1, 1 / 3f, 1.7f, -7.3f, 12, -33}) {
            for (int i = 0; i < INPUTS.length; i += 101) {
                double exact = StrictMath.pow(INPUTS[i], y);
                assertThat(error(Transcendental.pow(INPUTS[i], y), exact))
                        .as("%s to the %s", INPUTS[i], y)
                        .isLessThan(0.51);
            }
        }
    }

    static Stream<Arguments> references() {
        return Stream.of(
                reference(Function.EXP, 0.9, StrictMath::exp),
                reference(Function.LOG, 1.4, StrictMath::log),
                reference(Function.TANH, 1.4, StrictMath::tanh),
                reference(
                        Function.SIGMOID,
                        2.5,
                        x -> x < -87 ? Elementary.sigmoid((float) x) : 1 / (1 + StrictMath.exp(-x))),
                reference(Function.SIN, 0.51, StrictMath::sin),
                reference(Function.COS, 0.51, StrictMath::cos),
                reference(Function.TAN, 0.51, StrictMath::tan),
                reference(Function.ASIN, 0.51, StrictMath::asin),
                reference(Function.ACOS, 0.51, StrictMath::acos),
                reference(Function.ATAN, 0.51, StrictMath::atan),
                reference(Function.SINH, 0.51, StrictMath::sinh),
                reference(Function.COSH, 0.51, StrictMath::cosh),
                reference(Function.ASINH, 0.51, ElementaryTest::asinh),
                reference(
                        Function.ACOSH,
                        0.51,
                        x -> x < 1 ? Double.NaN : StrictMath.log1p(x - 1 + Math.sqrt((x - 1) * (x + 1)))),
                reference(Function.ATANH, 0.51, x -> 0.5 * StrictMath.log1p(2 * x / (1 - x))),
                reference(Function.LOG1P, 0.51, StrictMath::log1p),
                reference(Function.EXPM1, 0.51, StrictMath::expm1));
    }

    private static double asinh(double x) {
        double size = Math.abs(x);
        double root = Math.sqrt(x * x + 1);
        double result = size < 1 ? StrictMath.log1p(size + x * x / (1 + root)) : StrictMath.log(size + root);
        return Math.copySign(result, x);
    }

    private static Arguments reference(Function function, double unitsMax, DoubleUnaryOperator exact) {
        return Arguments.of(function, unitsMax, exact);
    }

    private static double error(float actual, double exact) {
        float rounded = (float) exact;
        if (Float.isNaN(rounded) || Float.isInfinite(rounded) || Float.isNaN(actual) || Float.isInfinite(actual)) {
            return Float.compare(rounded, actual) == 0 ? 0 : Double.POSITIVE_INFINITY;
        }
        return Math.abs(actual - exact) / Math.ulp(rounded);
    }

    private static float[] inputs() {
        float[] inputs = new float[1 << 20];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = Float.intBitsToFloat(i << 12);
        }
        return inputs;
    }

    private static String golden(Function function) {
        return switch (function) {
            case EXP -> "dc09c23dbe449c14";
            case LOG -> "296186dc904fa0a6";
            case TANH -> "2d5b81b2ba1745fe";
            case SIGMOID -> "027ec1b61cc85f20";
            case ERF -> "7f5c7fe13c2d555c";
            case SIN -> "c1c327d49998c406";
            case COS -> "2b50e77d0676fd7b";
            case TAN -> "eb8f5f9877629283";
            case ASIN -> "47f6cba56165d7fe";
            case ACOS -> "48e9a7c4c127b1c4";
            case ATAN -> "db6efabc34f4cd45";
            case SINH -> "e379b7f0cf7b4e87";
            case COSH -> "de0be115c001405e";
            case ASINH -> "b6641a6d5f41ef83";
            case ACOSH -> "8f1b35e4cfa5f39b";
            case ATANH -> "743aff054edd21d1";
            case LOG1P -> "35e213139dea3408";
            case EXPM1 -> "32ef958b60724fd9";
        };
    }
}
