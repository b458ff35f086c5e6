package network.millrace.client.sdl;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Recognises environment variables that hold secrets by their names. */
final class SecretNames {
    private static final List<String> PARTS = List.of(
            "PASSWORD",
            "PASSWD",
            "PASSPHRASE",
            "TOKEN",
            "SECRET",
            "CREDENTIAL",
            "MNEMONIC",
            "APIKEY",
            "PRIVATEKEY",
            "SEED_PHRASE");
    private static final List<String> ENDS = List.of("_KEY", "_PASS", "_PWD", "_PW", "_AUTH");
    private static final Set<String> WHOLE = Set.of("KEY", "PASS", "PWD_FILE", "AUTH");
    /** Names that only look like it. */
    private static final Set<String> HARMLESS = Set.of("PUBLIC_KEY", "TOKENIZERS_PARALLELISM", "MAX_TOKENS");

    private SecretNames() {}

    static boolean isOne(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (HARMLESS.stream().anyMatch(upper::endsWith)) {
            return false;
        }
        return WHOLE.contains(upper)
                || PARTS.stream().anyMatch(upper::contains)
                || ENDS.stream().anyMatch(upper::endsWith);
    }
}
