package network.millrace.client.sdl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
    private static final List<String> KEYS = List.of("image", "command", "args", "env", "expose", "params", "readOnly");

    @ParameterizedTest
    @CsvSource({
        "imgae, image",
        "IMAGE, image",
        "commnd, command",
        "exposes, expose",
        "read_only, readOnly",
        "arg, args",
    })
    void nameWithinTwoTypingErrorsIsSuggested(String name, String meant) {
        assertThat(Suggestion.hint(name, KEYS)).isEqualTo("did you mean " + meant + "?");
    }

    @Test
    void namesThatAreNothingLikeItAreListed() {
        assertThat(Suggestion.hint("volumes", KEYS))
                .isEqualTo("known: args, command, env, expose, image, params, readOnly");
        assertThat(Suggestion.hint("to", List.of("as"))).isEqualTo("known: as");
        assertThat(Suggestion.hint("x", List.of())).isEmpty();
    }

    @Test
    void longListsAreCut() {
        List<String> many = IntStream.range(10, 60).mapToObj(i -> "service" + i).toList();

        assertThat(Suggestion.hint("q", many)).endsWith("service21 and 38 more");
    }
}
