package network.millrace.proof.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import network.millrace.proof.Seed;
import network.millrace.proof.kernels.Division.Block;
import org.junit.jupiter.api.Test;

/** However a product is divided, each of its elements is in one block. */
class DivisionTest {
    private static final Random RANDOM = Seed.random(DivisionTest.class);

    @Test
    void everyElementIsInOneBlockWhichBeginsAtATile() {
        for (int round = 0; round < 300; round++) {
            int rows = 1 + RANDOM.nextInt(round % 2 == 0 ? 60 : 2_000);
            int columns = 1 + RANDOM.nextInt(round % 3 == 0 ? 60 : 3_000);
            int most = VectorTile.WIDTH * (1 + RANDOM.nextInt(16));
            int threads = 1 + RANDOM.nextInt(9);

            int[][] times = new int[rows][columns];
            for (Block block : Division.of(rows, columns, most, threads).blocks()) {
                assertThat(block.to() - block.from()).isBetween(1, most);
                assertThat(block.from() % VectorTile.WIDTH).isZero();
                assertThat(block.top() % VectorTile.HEIGHT).isZero();
                for (int row = block.top(); row < block.bottom(); row++) {
                    for (int column = block.from(); column < block.to(); column++) {
                        times[row][column]++;
                    }
                }
            }

            for (int[] row : times) {
                assertThat(row).containsOnly(1);
            }
        }
    }

    @Test
    void aThreadThatComesLateIsNotWaitedForLong() {
        // given a square of 32 tiles' width, of which two threads take a wide block each
        int side = 32 * VectorTile.WIDTH;
        Division division = Division.of(1024, side, 16 * VectorTile.WIDTH, 2);

        // then what is left is an eighth, in pieces of about a thirty-second
        long[] areas = division.blocks().stream()
                .mapToLong(block -> (long) (block.to() - block.from()) * (block.bottom() - block.top()))
                .toArray();
        assertThat(areas).hasSize(6);
        assertThat(areas[0]).isEqualTo(areas[1]).isEqualTo(14L * VectorTile.WIDTH * 1024);
        for (int i = 2; i < areas.length; i++) {
            assertThat(areas[i]).isBetween(side * 1024L / 36, side * 1024L / 30);
        }
    }
}
