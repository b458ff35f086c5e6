package network.millrace.client.sdl.yaml;

import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * Finds characters beyond 16 bits that are written as two escapes, as JSON does: {@code "\\ud83d\\ude00"}. The YAML library
 * takes them, that of Akash does not, and half of one is no text at all.
 */
final class Halves {
    private static final Pattern HALF = Pattern.compile("\\\\u[dD][89a-fA-F]");

    private final String text;
    /** Marks count code points, texts do not; scalars come in their order, so that the way between them is short. */
    private int codePoint;

    private int index;

    Halves(String text) {
        this.text = text;
    }

    void check(ScalarEvent scalar) throws YamlException {
        if (!scalar.isDQuoted() || !hasSurrogate(scalar.getValue())) {
            return;
        }
        Optional<Mark> start = scalar.getStartMark();
        int from = index(start.map(Mark::getIndex).orElse(0));
        int to = index(scalar.getEndMark().map(Mark::getIndex).orElse(0));
        if (HALF.matcher(text).region(from, to).find()) {
            throw new YamlException(
                    start.map(Mark::getLine).orElse(-1) + 1,
                    start.map(Mark::getColumn).orElse(-1) + 1,
                    "\\u takes a whole character, not the halves that JSON writes",
                    "write the character itself, or \\U and eight digits");
        }
    }

    private static boolean hasSurrogate(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private int index(int wanted) {
        index = text.offsetByCodePoints(index, wanted - codePoint);
        codePoint = wanted;
        return index;
    }
}
