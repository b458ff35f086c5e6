package network.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code millrace demo proof} in small: few steps, all of the cheats. */
class ProofDemoTest {
    @TempDir
    private Path folder;

    @Test
    void modelLearnsAndEveryCheatIsFoundAtItsPlace() throws Exception {
        var run = new Session(folder).run("demo", "proof", "--tiny", "--steps", "30", "--output", "json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.out()).startsWith("{\"ok\":true,");
        JsonNode object = JsonMapper.builder().build().readTree(run.out());
        assertThat(object.get("loss_last").doubleValue())
                .isLessThan(object.get("loss_first").doubleValue() - 0.5);
        List<String> reasons = new ArrayList<>();
        for (JsonNode cheat : object.get("cheats")) {
            assertThat(cheat.get("found").booleanValue()).isTrue();
            assertThat(cheat.get("recomputed").longValue()).isLessThanOrEqualTo(300_000);
            reasons.add(cheat.get("reason").stringValue());
        }
        assertThat(reasons).containsExactly("OUTPUT_WRONG", "LINK_WRONG", "LINK_WRONG", "TIME", "LINK_WRONG");
        JsonNode flipped = object.get("cheats").get(2);
        assertThat(flipped.get("operator").stringValue()).isEqualTo("MatMul");
        assertThat(flipped.get("step").intValue()).isEqualTo(25);
        assertThat(flipped.get("tile").intValue()).isNotNegative();
        assertThat(flipped.get("link").intValue()).isNotNegative();
        assertThat(run.err()).contains("┤", "untrained", "what it writes now");
    }

    @Test
    void tooFewStepsAreRefused() {
        var run = new Session(folder).run("demo", "proof", "--steps", "3");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--steps is from 20");
    }
}
