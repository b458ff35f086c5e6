package network.millrace.client.sdl;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What somebody may have meant who wrote a name that does not exist. */
final class Suggestion {
    private static final int DISTANCE_MAX = 2;
    private static final int LISTED_MAX = 12;
    /** Nobody has that many services, and comparing with all of them takes long. */
    private static final int NAMES_MAX = 500;
    /** Longer names are not compared: nobody mistypes that much, and comparing takes length times length. */
    private static final int LENGTH_MAX = 60;

    private Suggestion() {}

    /** A hint: the nearest name, or what there is. */
    static String hint(String name, Collection<String> known) {
        if (known.size() > NAMES_MAX) {
            return "";
        }
        return nearest(name, known)
                .map(near -> "did you mean " + near + "?")
                .orElseGet(() -> known.isEmpty() ? "" : "known: " + listed(known));
    }

    /** The names, sorted, not too many of them. */
    static String listed(Collection<String> names) {
        List<String> sorted = names.stream().sorted().toList();
        String shown = String.join(", ", sorted.subList(0, Math.min(LISTED_MAX, sorted.size())));
        int more = sorted.size() - LISTED_MAX;
        return more > 0 ? shown + " and " + more + " more" : shown;
    }

    /** The name that is at most two typing errors away. */
    static Optional<String> nearest(String name, Collection<String> known) {
        if (name.isEmpty() || name.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        return known.stream()
                .filter(candidate -> candidate.length() <= LENGTH_MAX)
                .filter(candidate -> distance(plain(name), plain(candidate)) <= allowed(candidate))
                .min(Comparator.comparingInt((String candidate) -> distance(plain(name), plain(candidate)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Short names have neighbours everywhere: {@code to} is no misspelt {@code as}. */
    private static int allowed(String name) {
        return Math.min(DISTANCE_MAX, name.length() / 3);
    }

    /** Case, hyphens and underscores are what people mix up most. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** Letters to add, drop, change or swap with the next (the restricted Damerau-Levenshtein distance). */
    private static int distance(String one, String other) {
        int[][] distances = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            distances[i][0] = i;
        }
        for (int j = 0; j <= other.length(); j++) {
            distances[0][j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            for (int j = 1; j <= other.length(); j++) {
                boolean same = one.charAt(i - 1) == other.charAt(j - 1);
                int best = Math.min(distances[i - 1][j], distances[i][j - 1]) + 1;
                best = Math.min(best, distances[i - 1][j - 1] + (same ? 0 : 1));
                boolean swapped = i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                distances[i][j] = swapped ? Math.min(best, distances[i - 2][j - 2] + 1) : best;
            }
        }
        return distances[one.length()][other.length()];
    }
}
