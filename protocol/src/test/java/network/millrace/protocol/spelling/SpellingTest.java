package network.millrace.protocol.spelling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
    private static final List<String> NAMES = List.of("provider", "profile", "market", "escrow");

    @Test
    void theNearestNameIsMeant() {
        assertThat(Spelling.nearest("provdier", NAMES)).contains("provider");
        assertThat(Spelling.nearest("profiles", NAMES)).contains("profile");
        assertThat(Spelling.nearest("esc", NAMES)).isEmpty();
    }

    @Test
    void theFirstOfTwoThatAreEquallyNearIsMeant() {
        assertThat(Spelling.nearest("b", List.of("ab", "cb"))).contains("ab");
    }

    @Test
    void whatIsNearNothingIsToldAllNames() {
        assertThat(Spelling.hint("zzzzzzzz", NAMES)).isEqualTo("; there are provider, profile, market, escrow.");
        assertThat(Spelling.hint("markt", NAMES)).isEqualTo("; did you mean market?");
    }

    @Test
    void aWordLongerThanAnyNameIsComparedWithNothing() {
        String name = "x".repeat(80);

        assertThat(Spelling.nearest("y" + name.substring(1), List.of(name))).contains(name);
        assertThat(Spelling.nearest("y" + name, List.of(name))).isEmpty();
    }
}
