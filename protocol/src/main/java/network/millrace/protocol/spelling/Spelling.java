package network.millrace.protocol.spelling;

import java.util.Collection;
import java.util.Optional;

/** Finds what somebody may have meant. */
public final class Spelling {
    /**
     * Longer words are compared with nothing. No name here is that long, and comparing costs the product of the lengths:
     * strangers ask, and a long word against all names would cost them nothing and a node a tenth of a second.
     */
    private static final int LENGTH_MAX = 80;

    private static final int EDITS_MIN = 2;
    private static final int LETTERS_PER_EDIT = 3;

    private Spelling() {}

    /** The candidate with the fewest edits from a word, the first among equals; empty when none is near. */
    public static Optional<String> nearest(String word, Collection<String> candidates) {
        if (word.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        int fewest = Math.max(EDITS_MIN, word.length() / LETTERS_PER_EDIT) + 1;
        String nearest = "";
        for (String candidate : candidates) {
            // What differs so much in length differs by as many edits at least.
            if (Math.abs(candidate.length() - word.length()) < fewest) {
                int edits = edits(word, candidate);
                nearest = edits < fewest ? candidate : nearest;
                fewest = Math.min(edits, fewest);
            }
        }
        return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
    }

    /** A hint to append to a sentence: the nearest candidate, or all of them. */
    public static String hint(String word, Collection<String> candidates) {
        return nearest(word, candidates)
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElse("; there are " + String.join(", ", candidates) + ".");
    }

    // Levenshtein's distance, one row at a time.
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
