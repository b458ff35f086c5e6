package network.millrace.cli.output;

import java.util.List;
import java.util.Locale;

/**
 * A falling (or rising) number over many steps, drawn with dots of braille: two columns and four rows in each character. Each column of
 * dots stands for the mean of as many steps.
 */
public final class LossCurve {
    private static final int ROWS = 8;
    private static final int DOTS_HIGH = 4;
    private static final int DOTS_WIDE = 2;
    private static final int BLANK = 0x2800;
    /** The bit of each dot: by column, then from top to bottom. */
    private static final int[][] DOTS = {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}};

    private LossCurve() {}

    /** The lines of the drawing, at most so many characters wide; none for fewer than two numbers. */
    public static List<String> draw(List<Float> losses, int width) {
        double[] means = means(losses, width * DOTS_WIDE);
        double top = Double.NEGATIVE_INFINITY;
        double bottom = Double.POSITIVE_INFINITY;
        for (double mean : means) {
            top = Double.isFinite(mean) ? Math.max(top, mean) : top;
            bottom = Double.isFinite(mean) ? Math.min(bottom, mean) : bottom;
        }
        if (losses.size() < 2 || top < bottom) {
            return List.of();
        }
        int[][] cells = new int[ROWS][Math.ceilDiv(means.length, DOTS_WIDE)];
        double span = top > bottom ? top - bottom : 1;
        for (int column = 0; column < means.length; column++) {
            if (Double.isFinite(means[column])) {
                int row = (int) Math.round((top - means[column]) / span * (ROWS * DOTS_HIGH - 1));
                cells[row / DOTS_HIGH][column / DOTS_WIDE] |= DOTS[column % DOTS_WIDE][row % DOTS_HIGH];
            }
        }
        String[] lines = new String[ROWS + 1];
        for (int row = 0; row < ROWS; row++) {
            StringBuilder line = new StringBuilder(label(row == 0 ? top : row == ROWS - 1 ? bottom : Double.NaN));
            line.append(" ┤");
            for (int cell : cells[row]) {
                line.appendCodePoint(BLANK + cell);
            }
            lines[row] = line.toString();
        }
        String last = Integer.toString(losses.size());
        int room = Math.max(1, cells[0].length - 1 - last.length());
        lines[ROWS] = label(Double.NaN) + "  1" + " ".repeat(room) + last;
        return List.of(lines);
    }

    private static String label(double value) {
        return Double.isNaN(value) ? " ".repeat(8) : String.format(Locale.ROOT, "%8.4f", value);
    }

    private static double[] means(List<Float> losses, int columnsMax) {
        int columns = Math.min(columnsMax, losses.size());
        double[] means = new double[columns];
        for (int column = 0; column < columns; column++) {
            int from = (int) ((long) column * losses.size() / columns);
            int to = (int) ((column + 1L) * losses.size() / columns);
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += losses.get(i);
            }
            means[column] = sum / (to - from);
        }
        return means;
    }
}
