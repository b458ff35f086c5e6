package network.millrace.client.sdl;

import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.millrace.client.sdl.Source.Version;
import org.jspecify.annotations.Nullable;

/** Reads the version of a document by the tolerant rules of semantic versions: "2", "v2.0" and "02.1.0" are versions too. */
final class VersionReader {
    private static final Pattern TOLERANT = Pattern.compile(
            "v?0*([0-9]{1,18})(?:\\.0*([0-9]{1,18}))?"
                    + "(?:\\.0*([0-9]{1,18})(-[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?)?");

    /** The pattern is matched by recursion. */
    private static final int LENGTH_MAX = 100;

    private static final Set<String> USUAL = Set.of("2.0", "2.1");

    private VersionReader() {}

    /** @param hint makes another hint of one, where it is known better what was meant */
    static Optional<Version> read(YamlValue at, UnaryOperator<String> hint) {
        String text = at.raw().strip();
        Matcher parts = TOLERANT.matcher(text);
        Optional<Version> version = text.length() <= LENGTH_MAX && parts.matches() ? version(parts) : Optional.empty();
        if (version.isEmpty()) {
            at.problem("expected version \"2.0\" or \"2.1\", came " + at.shown(), hint.apply("write \"2.0\""));
        } else if (version.get() == Version.V2_1 && !isOne(parts)) {
            at.accident(Accident.VERSION_UNKNOWN, "there is no version " + at.shown(), hint.apply("write \"2.1\""));
        }
        return version;
    }

    /** From 2.1.0 on Akash knows no upper end. A pre-release comes before its release. */
    private static Optional<Version> version(Matcher parts) {
        long major = part(parts.group(1));
        long minor = part(parts.group(2));
        long patch = part(parts.group(3));
        boolean released = parts.group(4) == null;
        if (major == 2 && minor == 0 && patch == 0 && released) {
            return Optional.of(Version.V2_0);
        }
        boolean atLeast = major > 2 || (major == 2 && (minor > 1 || (minor == 1 && (patch > 0 || released))));
        return atLeast ? Optional.of(Version.V2_1) : Optional.empty();
    }

    private static boolean isOne(Matcher parts) {
        return USUAL.contains(part(parts.group(1)) + "." + part(parts.group(2))) && part(parts.group(3)) == 0;
    }

    private static long part(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
