package network.millrace.cli.market;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Scores as people read them. */
public final class Score {
    private static final int PPM_DIGITS_OF_A_POINT = 4;

    private Score() {}

    /** Parts per million as points of a hundred with one decimal, rounded as the ledger's sentences are. */
    public static String points(int ppm) {
        return BigDecimal.valueOf(ppm, PPM_DIGITS_OF_A_POINT)
                .setScale(1, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
