package network.millrace.proof.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import network.millrace.proof.RefusedException;
import org.junit.jupiter.api.Test;

/** Canonical bytes, casts, half precision, tiles and random numbers. */
class TensorTest {
    @Test
    void everyNanIsWrittenAlikeAndMinusZeroIsKept() {
        float[] numbers = {Float.intBitsToFloat(0xffc00001), Float.intBitsToFloat(0x7f800001), -0f, 1f};

        byte[] bytes = Tensor.of(Shape.of(4), numbers).toLittleEndian();

        assertThat(bytes).containsExactly(0, 0, 0xc0, 0x7f, 0, 0, 0xc0, 0x7f, 0, 0, 0, 0x80, 0, 0, 0x80, 0x3f);
    }

    /** Operators count on dimensions that a shape out of a file need not have. */
    @Test
    void aDimensionThatIsNotThereIsRefusedWithTheShape() {
        Shape shape = Shape.of(2, 9);

        for (int missing : new int[] {2, -3}) {
            assertThatThrownBy(() -> shape.dimension(missing))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("[2, 9] of rank 2")
                    .hasMessageContaining(Integer.toString(missing));
        }
        assertThatThrownBy(() -> shape.product(1, 3)).isInstanceOf(RefusedException.class);
    }

    @Test
    void castsToIntegersSaturateAndNanIsZero() {
        Tensor source = Tensor.of(Shape.of(6), Float.NaN, -3.9f, 3.9f, 1e20f, -1e20f, Float.POSITIVE_INFINITY);

        assertThat(cast(source, DataType.INT32).toLongs())
                .containsExactly(0, -3, 3, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE);
        assertThat(cast(source, DataType.UINT8).toLongs()).containsExactly(0, 0, 3, 255, 0, 255);
        assertThat(cast(source, DataType.INT64).toLongs())
                .containsExactly(0, -3, 3, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE);
        assertThat(cast(source, DataType.UINT64).toLongs()).containsExactly(0, 0, 3, -1, 0, -1);
        assertThat(cast(source, DataType.BOOL).toLongs()).containsExactly(1, 1, 1, 1, 1, 1);
    }

    @Test
    void integersWrapWhenTheyAreCast() {
        Tensor source = Tensor.vector(0x1_0000_0001L, -1, 300);

        assertThat(cast(source, DataType.INT32).toLongs()).containsExactly(1, -1, 300);
        assertThat(cast(source, DataType.UINT8).toLongs()).containsExactly(1, 255, 44);
    }

    @Test
    void unsignedLongsBecomeTheNearestFloats() {
        Tensor source = Tensor.allocate(DataType.UINT64, Shape.of(2));
        source.longs()[0] = -1;
        source.longs()[1] = 0x8000_0080_0000_0001L;

        assertThat(cast(source, DataType.FLOAT32).floats()).containsExactly(0x1p64f, 0x1.000002p63f);
    }

    @Test
    void halfPrecisionRoundsToNearestEven() {
        assertThat(HalfPrecision.fromFloat(DataType.BFLOAT16, Float.intBitsToFloat(0x3f808000)))
                .isEqualTo((short) 0x3f80);
        assertThat(HalfPrecision.fromFloat(DataType.BFLOAT16, Float.intBitsToFloat(0x3f818000)))
                .isEqualTo((short) 0x3f82);
        assertThat(HalfPrecision.fromFloat(DataType.BFLOAT16, Float.MAX_VALUE)).isEqualTo((short) 0x7f80);
        assertThat(HalfPrecision.fromFloat(DataType.FLOAT16, 65520f)).isEqualTo((short) 0x7c00);
        for (int bits = 0; bits < 1 << 16; bits++) {
            for (DataType type : new DataType[] {DataType.FLOAT16, DataType.BFLOAT16}) {
                float wide = HalfPrecision.toFloat(type, (short) bits);
                if (!Float.isNaN(wide)) {
                    assertThat(HalfPrecision.fromFloat(type, wide)).isEqualTo((short) bits);
                }
            }
        }
    }

    @Test
    void tilesCoverEveryElementOnce() {
        Shape shape = Shape.of(2, 3, 70, 130);
        TileGrid grid = new TileGrid(shape);
        int[] seen = new int[shape.arraySize()];
        for (long tile = 0; tile < grid.tiles(); tile++) {
            for (int place = 0; place < grid.height(tile) * grid.width(tile); place++) {
                long element = grid.element(tile, place);
                seen[(int) element]++;
                assertThat(grid.tileOf(element)).isEqualTo(tile);
                assertThat(grid.placeInTile(element)).isEqualTo(place);
            }
        }
        assertThat(seen).containsOnly(1);
        assertThat(new TileGrid(Shape.SCALAR).tiles()).isEqualTo(1);
        assertThat(new TileGrid(Shape.of(3, 0)).tiles()).isZero();
    }

    @Test
    void boolsAreZeroOrOne() {
        TensorType type = new TensorType(DataType.BOOL, Shape.of(1));

        assertThatThrownBy(() -> Tensor.fromLittleEndian(type, new byte[] {2})).isInstanceOf(RefusedException.class);
    }

    /** The vectors that the authors of Philox publish with their implementation. */
    @Test
    void philoxGivesItsPublishedVectors() {
        int[] block = new int[4];
        Philox.block(0, 0, 0, block);
        assertThat(block).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        Philox.block(-1, -1, -1, block);
        assertThat(block).containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        Philox.block(0x299f31d0_a4093822L, 0x85a308d3_243f6a88L, 0x03707344_13198a2eL, block);
        assertThat(block).containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    private static Tensor cast(Tensor source, DataType type) {
        Tensor target = Tensor.allocate(type, source.shape());
        Casts.cast(source, target);
        return target;
    }
}
