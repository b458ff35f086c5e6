package network.millrace.client.compose;

import java.util.Locale;
import java.util.Set;

/** Names of services and volumes as SDL takes them: lower-case letters, digits and hyphens, a letter first and no hyphen last. */
final class Names {
    private static final int CHARS_MAX = 60;

    private Names() {}

    static String of(String name) {
        String plain =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        String begun = plain.isEmpty() || !Character.isLetter(plain.charAt(0)) ? "s-" + plain : plain;
        String cut = begun.substring(0, Math.min(begun.length(), CHARS_MAX)).replaceAll("-+$", "");
        return cut;
    }

    /** The name, with a number behind it when it is taken; it is then taken too. */
    static String free(String name, Set<String> taken) {
        String free = of(name);
        for (int number = 2; !taken.add(free); number++) {
            free = of(name) + "-" + number;
        }
        return free;
    }
}
