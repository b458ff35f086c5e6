package network.millrace.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Real documents and what Akash's own parser says of each. It is no part of this repository: it is looked for beside the checkout, or where
 * {@code -Dmillrace.corpus.sdl} points; tests that need it are skipped where it is not.
 */
final class SdlCorpus {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String INPUT = ".sdl.yaml";

    private SdlCorpus() {}

    static List<Path> inputs() throws IOException {
        Path folder = Path.of(System.getProperty("millrace.corpus.sdl", "../../shared/corpora/sdl"));
        assumeTrue(Files.isDirectory(folder), "no SDL corpus at " + folder + "; -Dmillrace.corpus.sdl points to it");
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(INPUT))
                    .sorted()
                    .toList();
        }
    }

    static JsonNode oracle(Path input) throws IOException {
        String name = input.getFileName().toString().replace(INPUT, ".oracle.json");
        return JSON.readTree(Files.readString(input.resolveSibling(name)));
    }
}
