package network.millrace.client.compose;

/**
 * What is shared while one file is read. It also keeps the reading short: aliases of aliases and variables in variables could make a small file say
 * very much, so what is visited and what texts expand to is counted. Used by one thread.
 */
final class Reading {
    private static final int VISITS_MAX = 100_000;
    private static final int CHARS_MAX = 4 << 20;

    private final Notes notes;
    private final Interpolation interpolation;
    private int visits;
    private int chars;

    Reading(Notes notes, Interpolation interpolation) {
        this.notes = notes;
        this.interpolation = interpolation;
    }

    Notes notes() {
        return notes;
    }

    /** Whether one more part may be looked at; once it may not, reading everything else is refused too, and is over soon. */
    boolean mayVisit() {
        if (++visits == VISITS_MAX) {
            notes.problem("aliases and merges make this file longer than " + VISITS_MAX + " parts");
        }
        return visits < VISITS_MAX;
    }

    /** The text with variables put in. */
    String expand(Value at, String text) {
        if (chars > CHARS_MAX) {
            return "";
        }
        String expanded = interpolation.expand(at, text);
        chars += expanded.length();
        if (chars > CHARS_MAX) {
            notes.problem("aliases and variables make the texts of this file longer than " + CHARS_MAX + " characters");
        }
        return expanded;
    }
}
