package network.millrace.agent.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AgentSettingsTest {

    @Test
    void whatIsLeftOutHasItsDefault() {
        AgentSettings settings = AgentSettings.parse("pricing:\n  core: 2.5\n", "config.yaml");

        assertThat(settings.rates().core().decimal()).isEqualTo("2.5");
        assertThat(settings.door().port()).isEqualTo(8443);
        assertThat(settings.filters().paused()).isEmpty();
    }

    @Test
    void anUnknownKeyIsRefusedWithWhatMayHaveBeenMeant() {
        assertThatThrownBy(() -> AgentSettings.parse("pricing:\n  core: 1\n  memroy_gib: 2\n", "config.yaml"))
                .isInstanceOf(SettingsException.class)
                .hasMessage(
                        "config.yaml line 3: there is no setting pricing.memroy_gib; did you mean pricing.memory_gib?");
    }

    @Test
    void aValueOutOfBoundsIsRefusedWithTheBounds() {
        assertThatThrownBy(() -> AgentSettings.parse("offer:\n  cpu_percent: 101\n", "config.yaml"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("1 to 100, not \"101\"");
        assertThatThrownBy(() -> AgentSettings.DEFAULT.with("pricing.core", "-1"))
                .hasMessageContaining("price");
        assertThatThrownBy(() -> AgentSettings.DEFAULT.with("provider.country", "Germany"))
                .hasMessageContaining("two capital letters");
    }

    @Test
    void textThatIsNoYamlIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> AgentSettings.parse("pricing: [", "config.yaml"))
                .hasMessageContaining("config.yaml line");
        assertThatThrownBy(() -> AgentSettings.parse("pricing: 5", "config.yaml"))
                .hasMessageContaining("expected lines of \"name: value\" under pricing");
    }

    @Test
    void attributesAreTheOperatorsOwn() {
        AgentSettings settings = AgentSettings.parse("attributes:\n  tier: pro\ndemand:\n  org: ours\n", "config.yaml");

        assertThat(settings.attributes()).containsEntry("tier", "pro");
        assertThat(settings.filters().demanded()).containsEntry("org", "ours");
    }

    @Test
    void theWrittenFileReadsAsTheSameSettings() {
        AgentSettings settings = AgentSettings.DEFAULT
                .with("access.port", "9000")
                .with("provider.name", "a \"quoted\" name")
                .with("filters.duration_max_s", "60")
                .with("attributes.tier", "pro");

        AgentSettings read = AgentSettings.parse(settings.toYaml(), "written");

        assertThat(read.toYaml()).isEqualTo(settings.toYaml());
        assertThat(read.filters().durationMax()).isEqualTo(Duration.ofMinutes(1));
        assertThat(read.info().getName()).isEqualTo("a \"quoted\" name");
    }
}
