package network.millrace.client.sdl.yaml;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * Finds tabs where YAML has only spaces: in front of what stands on a line, be it a comment or nothing. The YAML library
 * lets some of these pass that Akash's refuses. Inside of texts and of brackets tabs are at home.
 */
final class Tabs {
    /** Lines that begin with blanks and a tab among them, counted from 0; the column of the tab. */
    private final List<int[]> suspects = new ArrayList<>();

    private final BitSet allowed = new BitSet();

    Tabs(String text) {
        if (text.indexOf('\t') >= 0) {
            findSuspects(text);
        }
    }

    private void findSuspects(String text) {
        int line = 0;
        int start = 0;
        while (start < text.length()) {
            int at = start;
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
            if (at < text.length() && text.charAt(at) == '\t') {
                suspects.add(new int[] {line, at - start});
            }
            int end = text.indexOf('\n', at);
            start = end < 0 ? text.length() : end + 1;
            line++;
        }
    }

    /** Whether there is anything to look for. */
    boolean isNeeded() {
        return !suspects.isEmpty();
    }

    /** Nothing is said about the lines after the first one of a text, and up to the last of something in brackets. */
    void allow(Event from, Event to) {
        if (isNeeded()) {
            int first = from.getStartMark().map(Mark::getLine).orElse(0) + 1;
            int last = to.getEndMark().map(Mark::getLine).orElse(0);
            allowed.set(first, Math.max(first, last + 1));
        }
    }

    /** @param last line in which the document ends, counted from 0 */
    void check(int last) throws YamlException {
        for (int[] suspect : suspects) {
            if (suspect[0] <= last && !allowed.get(suspect[0])) {
                throw new YamlException(suspect[0] + 1, suspect[1] + 1, YamlSyntax.TAB, YamlSyntax.TAB_HINT);
            }
        }
    }
}
