package network.millrace.cli.output;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Rows under headings, columns aligned. Also gives itself as JSON: one object a row, headings in lower case as keys. */
public final class Table {
    private static final String GAP = "  ";
    /** A last column is never folded narrower: that would read worse than what the terminal makes of it. */
    private static final int FOLDED_LEAST = 24;

    private final List<Column> columns;
    private final List<List<Object>> rows = new ArrayList<>();

    private record Column(String heading, boolean right) {}

    private Table(List<Column> columns) {
        this.columns = columns;
    }

    /** Columns by heading; a heading that begins with {@code >} is aligned to the right, as numbers are. */
    public static Table of(String... headings) {
        return new Table(List.of(headings).stream()
                .map(heading ->
                        heading.startsWith(">") ? new Column(heading.substring(1), true) : new Column(heading, false))
                .toList());
    }

    /** Adds a row with one cell a column. */
    public Table row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException("a row needs " + columns.size() + " cells, not " + cells.length);
        }
        rows.add(List.of(cells));
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The lines, without trailing blanks, each ended; headings first. On a terminal the last column is folded where it does not fit. */
    public String text(Terminal terminal) {
        return text(terminal, 0);
    }

    /** The same for a table that will stand so many columns from the left. */
    public String text(Terminal terminal, int indent) {
        int[] widths = IntStream.range(0, columns.size()).map(this::width).toArray();
        int last = columns.size() - 1;
        int before = IntStream.of(widths).limit(last).sum() + last * GAP.length();
        int room = terminal.roomFor(indent + before + widths[last]) - indent - before;
        widths[last] = Math.min(widths[last], Math.max(room, FOLDED_LEAST));
        StringBuilder text = new StringBuilder();
        List<Object> headings =
                columns.stream().map(column -> (Object) column.heading).toList();
        text.append(terminal.paint(Style.BOLD, line(headings, widths))).append('\n');
        rows.forEach(row -> lines(row, widths, before, text));
        return text.toString();
    }

    /** A row, and below it what its last cell has too much for one line. */
    private void lines(List<Object> row, int[] widths, int before, StringBuilder text) {
        int last = columns.size() - 1;
        List<String> folded = Text.wrap(Text.oneLine(row.get(last).toString()), widths[last]);
        List<Object> first = new ArrayList<>(row);
        first.set(last, folded.getFirst());
        text.append(line(first, widths)).append('\n');
        folded.stream()
                .skip(1)
                .forEach(more -> text.append(" ".repeat(before)).append(more).append('\n'));
    }

    /** The rows as JSON objects; numbers and booleans stay what they are. */
    public List<Map<String, Object>> json() {
        return rows.stream().map(this::object).toList();
    }

    private Map<String, Object> object(List<Object> row) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            object.put(columns.get(i).heading.toLowerCase(Locale.ROOT).replace(' ', '_'), row.get(i));
        }
        return object;
    }

    private int width(int column) {
        return rows.stream()
                .mapToInt(row -> Text.width(Text.oneLine(row.get(column).toString())))
                .reduce(Text.width(columns.get(column).heading), Math::max);
    }

    private String line(List<Object> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = Text.oneLine(cells.get(i).toString());
            String blanks = " ".repeat(Math.max(0, widths[i] - Text.width(cell)));
            line.append(i == 0 ? "" : GAP);
            line.append(columns.get(i).right ? blanks + cell : cell + blanks);
        }
        return line.toString().stripTrailing();
    }
}
