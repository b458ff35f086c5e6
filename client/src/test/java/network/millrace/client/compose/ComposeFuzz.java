package network.millrace.client.compose;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import network.millrace.client.sdl.Sdl;
import network.millrace.client.sdl.SdlException;

/** What must hold for any compose file at all; Jazzer looks for one for which it does not. */
public final class ComposeFuzz {
    private static final ComposeOptions OPTIONS =
            ComposeOptions.DEFAULT.withVariables(Map.of("A", "a", "EMPTY", "", "PORT", "8080"));

    private ComposeFuzz() {}

    /** Jazzer calls this by its name. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            checkReads(ComposeImport.read(text, OPTIONS).sdl());
        } catch (ComposeException refused) {
            require(!refused.problems().isEmpty(), "a refusal has reasons");
            for (ComposeNote problem : refused.problems()) {
                require(problem.line() >= 0 && !problem.message().isBlank(), "a problem has a sentence");
                require((problem.line() == 0) == (problem.column() == 0), "a problem has a whole place or none");
            }
        }
    }

    private static void checkReads(String sdl) {
        try {
            require(!Sdl.parse(sdl).groups().isEmpty(), "what comes out orders something");
        } catch (SdlException refused) {
            throw new IllegalStateException("broken: what comes out reads in the strict mode", refused);
        }
    }

    private static void require(boolean holds, String law) {
        if (!holds) {
            throw new IllegalStateException("broken: " + law);
        }
    }
}
