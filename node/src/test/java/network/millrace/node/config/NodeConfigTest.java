package network.millrace.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import network.millrace.node.api.ApiLimits;
import network.millrace.node.engine.embedded.SequencerSettings;
import org.junit.jupiter.api.Test;

class NodeConfigTest {

    @Test
    void whatIsLeftOutHasItsDefault() {
        NodeConfig config = NodeConfig.parse("api:\n  port: 1234\n", "config.yaml");

        assertThat(config.door().port()).isEqualTo(1234);
        assertThat(config.door().address()).isEqualTo("127.0.0.1");
        assertThat(config.apiLimits()).isEqualTo(ApiLimits.DEFAULT);
        assertThat(config.sequencer()).isEqualTo(SequencerSettings.DEFAULT);
    }

    @Test
    void anEmptyFileIsAllDefaults() {
        assertThat(NodeConfig.parse("# nothing\n", "config.yaml").toYaml()).isEqualTo(NodeConfig.DEFAULT.toYaml());
    }

    @Test
    void theWrittenFileReadsBackAsTheSameConfiguration() {
        NodeConfig config = NodeConfig.DEFAULT
                .with("api.port", "0")
                .with("api.cors_origins", "https://a.example, https://b.example")
                .with("engine.tick_ms", "700");

        NodeConfig read = NodeConfig.parse(config.toYaml(), "config.yaml");

        assertThat(read.toYaml()).isEqualTo(config.toYaml());
        assertThat(read.door().corsOrigins()).containsExactly("https://a.example", "https://b.example");
        assertThat(read.sequencer().tickMs()).isEqualTo(700);
    }

    @Test
    void anUnknownKeyNamesTheNearest() {
        refused("api:\n  prot: 1\n", "config.yaml line 2: there is no setting api.prot; did you mean api.port?");
        refused(
                "\nengin:\n  tick_ms: 100\n",
                "config.yaml line 3: there is no setting engin.tick_ms; did you mean engine.tick_ms?");
    }

    @Test
    void aValueOutOfBoundsNamesTheBounds() {
        refused("api:\n  port: 70000\n", "line 2: api.port is a whole number, 0 to 65535, not \"70000\"");
        refused("api:\n  port: many\n", "not \"many\"");
        // Above max_block_gap a quiet network would not bill all of its time.
        refused("engine:\n  tick_ms: 60000\n", "engine.tick_ms is a whole number, 10 to 30000, not \"60000\"");
        refused("engine:\n  kind: cometbft\n", "engine.kind is embedded, not \"cometbft\"");
    }

    @Test
    void aKeyIsSetOnce() {
        refused("api:\n  port: 1\napi:\n  port: 2\n", "config.yaml");
        refused("api:\n  port: 1\n  port: 2\n", "config.yaml");
    }

    @Test
    void textThatIsNoYamlNamesTheLine() {
        refused("api:\n  port: [1\n", "config.yaml line");
        refused("just words\n", "expected lines of \"name: value\"");
        refused("api: 5\n", "expected lines of \"name: value\" under api");
    }

    private static void refused(String text, String message) {
        assertThatThrownBy(() -> NodeConfig.parse(text, "config.yaml"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }
}
