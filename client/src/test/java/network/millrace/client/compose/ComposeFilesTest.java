package network.millrace.client.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import network.millrace.client.compose.ComposeImport.Imported;
import network.millrace.client.sdl.Sdl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compose files as people write them, each beside what becomes of it. After a change that is meant, write them anew with
 * {@code -Dmillrace.golden=write} and read the difference.
 */
class ComposeFilesTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "network", "millrace", "client", "compose");
    private static final ComposeOptions OPTIONS =
            ComposeOptions.DEFAULT.withVariables(Map.of("TAG", "2024.1", "FROM_SHELL", "yes"));

    static Stream<String> names() throws Exception {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml") && !name.endsWith(".sdl.yaml"))
                    .map(name -> name.replace(".yaml", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    /** A service that is to be built is given an image. */
    private static Imported read(String name) throws Exception {
        String text = Files.readString(FOLDER.resolve(name + ".yaml"));
        return ComposeImport.read(
                text, text.contains("  api:") ? OPTIONS.withImages(Map.of("api", "ghcr.io/acme/api:7")) : OPTIONS);
    }

    @ParameterizedTest
    @MethodSource("names")
    void becomesTheDocumentBesideIt(String name) throws Exception {
        Imported imported = read(name);

        Path golden = FOLDER.resolve(name + ".sdl.yaml");
        if (System.getProperty("millrace.golden", "").equals("write")) {
            Files.writeString(golden, imported.sdl());
        }
        assertThat(imported.sdl()).isEqualTo(Files.readString(golden));
        assertThatCode(() -> Sdl.parse(imported.sdl(), Sdl.Mode.STRICT)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyNoteHasAPlaceAndStandsInTheDocument(String name) throws Exception {
        Imported imported = read(name);

        assertThat(imported.notes()).allSatisfy(note -> {
            assertThat(note.line()).as(note.toString()).isPositive();
            assertThat(imported.sdl()).contains(note.path() + ": " + note.message());
        });
    }
}
