package network.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code sdl check --compat --output json} says is what Akash's parser says, for every document of the corpus. */
class SdlCheckCorpusTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path home;

    @Test
    void verdictGroupsManifestAndVersionAreThoseOfAkash() throws Exception {
        List<Path> inputs = SdlCorpus.inputs();
        String[] arguments = Stream.concat(
                        Stream.of("sdl", "check", "--compat", "--output", "json"),
                        inputs.stream().map(Path::toString))
                .toArray(String[]::new);

        List<JsonNode> answers = new Session(home)
                .run(arguments)
                .out()
                .lines()
                .map(JSON::readTree)
                .toList();

        assertThat(answers).hasSize(inputs.size());
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            JsonNode oracle = SdlCorpus.oracle(inputs.get(i));
            JsonNode answer = answers.get(i);
            compare(inputs.get(i), "valid", oracle.path("valid"), answer.path("valid"), differences);
            if (oracle.path("valid").asBoolean()) {
                compare(inputs.get(i), "groups", oracle.path("groups"), answer.path("groups"), differences);
                compare(inputs.get(i), "manifest", oracle.path("manifest"), answer.path("manifest"), differences);
                compare(inputs.get(i), "version", oracle.path("version_hex"), answer.path("version"), differences);
            } else {
                assertThat(answer.path("errors")).as(inputs.get(i).toString()).isNotEmpty();
                assertThat(answer.path("groups").isNull()).isTrue();
            }
        }
        assertThat(differences).isEmpty();
    }

    /** Texts are compared, not trees: the order of members is part of the shape. */
    private static void compare(Path input, String field, JsonNode expected, JsonNode came, List<String> differences) {
        if (!expected.toString().equals(came.toString())) {
            differences.add(
                    input.getFileName() + ": " + field + " is\n    " + came + "\n    instead of\n    " + expected);
        }
    }
}
