package network.millrace.client.sdl;

import java.util.Arrays;
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
    private static final int NAMES_MAX = 250;
    /** Longer names are neither compared nor listed: nobody mistypes that much, and comparing takes its time. */
    private static final int LENGTH_MAX = 60;

    private Suggestion() {}

    /** A hint: the nearest name, or what there is. */
    static String hint(String name, Collection<String> known) {
        if (known.size() > NAMES_MAX) {
            return "";
        }
        return nearest(name, known).map(near -> "did you mean " + near + "?").orElseGet(() -> listed(known));
    }

    /** What there is, sorted, not too much of it. */
    private static String listed(Collection<String> names) {
        List<String> sorted = names.stream()
                .filter(name -> name.length() <= LENGTH_MAX)
                .sorted()
                .limit(LISTED_MAX)
                .toList();
        int more = names.size() - sorted.size();
        return sorted.isEmpty()
                ? ""
                : "known: " + String.join(", ", sorted) + (more > 0 ? " and " + more + " more" : "");
    }

    /** The name that is at most two typing errors away. */
    static Optional<String> nearest(String name, Collection<String> known) {
        if (name.isEmpty() || name.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        String plain = plain(name);
        return known.stream()
                .filter(candidate -> candidate.length() <= LENGTH_MAX)
                .map(candidate -> new Candidate(candidate, distance(plain, plain(candidate))))
                .filter(candidate -> candidate.distance <= allowed(candidate.name))
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    private record Candidate(String name, int distance) {}

    /** Short names have neighbours everywhere: {@code to} is no misspelt {@code as}. */
    private static int allowed(String name) {
        return Math.min(DISTANCE_MAX, name.length() / 3);
    }

    /** Case, hyphens and underscores are what people mix up most. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /**
     * Letters to add, drop, change or swap with the next (the restricted Damerau-Levenshtein distance), as long as there are
     * no more than {@link #DISTANCE_MAX}; one more stands for all that are. So only the cells beside the diagonal count.
     */
    private static int distance(String one, String other) {
        int far = DISTANCE_MAX + 1;
        if (Math.abs(one.length() - other.length()) > DISTANCE_MAX) {
            return far;
        }
        int[] beforeLast = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            last[j] = Math.min(j, far);
        }
        for (int i = 1; i <= one.length(); i++) {
            Arrays.fill(row, far);
            row[0] = Math.min(i, far);
            int best = row[0];
            for (int j = Math.max(1, i - DISTANCE_MAX); j <= Math.min(other.length(), i + DISTANCE_MAX); j++) {
                int changed = last[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(far, Math.min(changed, Math.min(last[j], row[j - 1]) + 1));
                if (isSwapped(one, i, other, j)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
                best = Math.min(best, row[j]);
            }
            if (best >= far) {
                return far;
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[other.length()];
    }

    private static boolean isSwapped(String one, int i, String other, int j) {
        return i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
    }
}
