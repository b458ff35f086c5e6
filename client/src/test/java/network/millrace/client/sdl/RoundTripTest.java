package network.millrace.client.sdl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import network.millrace.client.FuzzRun;
import network.millrace.client.Property;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.manifest.v1.Manifest;
import network.millrace.protocol.resources.v1.GroupSpec;
import org.junit.jupiter.api.Test;

/** Whatever is read can be written down and read again, as manifest, as groups and as a document, and is the same. */
class RoundTripTest {
    private static void check(String name, String text, Sdl.Mode mode) throws Exception {
        SdlDocument document = Sdl.parse(text, mode);
        Manifest manifest = ManifestJson.read(document.canonicalJson());

        assertThat(manifest).as(name).isEqualTo(document.manifest());
        assertThat(Hash.sha256(ManifestJson.write(manifest))).as(name).isEqualTo(document.version());
        for (GroupSpec group : document.groups()) {
            assertThat(GroupSpec.parseFrom(group.toByteArray())).as(name).isEqualTo(group);
        }
        assertThat(ManifestCheck.differences(manifest, document.groups()))
                .as(name)
                .isEmpty();
        Layouts.of(text).forEach((layout, again) -> {
            SdlDocument read = read(name + " (" + layout + ")", again, mode);
            assertThat(read.version()).as("%s (%s):%n%s", name, layout, again).isEqualTo(document.version());
            assertThat(read.groups()).as("%s (%s):%n%s", name, layout, again).isEqualTo(document.groups());
        });
    }

    private static SdlDocument read(String name, String text, Sdl.Mode mode) {
        try {
            return Sdl.parse(text, mode);
        } catch (SdlException refused) {
            throw new AssertionError(name + " is refused: " + refused.getMessage() + "\n" + text, refused);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void examplesAreTheSameAgain() throws Exception {
        for (Path file : files(FuzzRun.root().resolve("examples"))) {
            check(file.toString(), Files.readString(file), Sdl.Mode.STRICT);
        }
    }

    @Test
    void seedsOfTheFuzzerAreTheSameAgain() throws Exception {
        for (Path file : files(FuzzRun.root().resolve("client/src/test/resources/sdl/seeds"))) {
            check(file.toString(), Files.readString(file), Sdl.Mode.COMPAT);
        }
    }

    @Test
    void documentsOfTheCorpusAreTheSameAgain() throws Exception {
        Path corpus = Path.of(System.getProperty(
                "millrace.corpus.sdl",
                FuzzRun.root().resolve("../shared/corpora/sdl").toString()));
        assumeTrue(Files.isDirectory(corpus), "no SDL corpus at " + corpus.normalize());
        int same = 0;
        for (Path file : files(corpus)) {
            byte[] bytes = Files.readAllBytes(file);
            try {
                Sdl.parse(bytes, Sdl.Mode.COMPAT);
            } catch (SdlException refused) {
                continue;
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            check(file.toString(), text.startsWith("\uFEFF") ? text.substring(1) : text, Sdl.Mode.COMPAT);
            same++;
        }
        System.out.println("SDL corpus: " + same + " documents are the same when they are written down again");
        assertThat(same).isPositive();
    }

    @Test
    void documentsOfAllShapesAreTheSameAgain() {
        Property.holds("documentsOfAllShapesAreTheSameAgain", 150, random -> {
            String text = new RandomDocuments(random).next();
            check(text, text, Sdl.Mode.STRICT);
        });
    }
}
