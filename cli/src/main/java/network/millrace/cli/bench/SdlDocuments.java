package network.millrace.cli.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import network.millrace.client.sdl.yaml.YamlReader;

/**
 * The documents that are read: those of a corpus beside the checkout, or, where there is none, the examples and documents made from them.
 *
 * @param origin for the name of a figure
 */
record SdlDocuments(String origin, List<byte[]> documents) {
    private static final String FOLDER = "millrace.corpus.sdl";
    private static final int GENERATED = 300;

    /** The longest text that is read. */
    private static final int CHARS_MAX = 1 << 20;

    static SdlDocuments find() throws IOException {
        Path root = Path.of(System.getProperty("millrace.root", "."));
        Path corpus = Path.of(
                System.getProperty(FOLDER, root.resolve("../shared/corpora/sdl").toString()));
        if (Files.isDirectory(corpus)) {
            List<byte[]> documents = read(corpus, ".sdl.yaml");
            return new SdlDocuments(documents.size() + " documents of the corpus", documents);
        }
        List<byte[]> examples = read(root.resolve("examples"), ".yaml");
        List<byte[]> documents = new ArrayList<>(examples);
        for (int i = 0; i < GENERATED; i++) {
            documents.add(variation(examples.get(i % examples.size()), i));
        }
        return new SdlDocuments(examples.size() + " examples and " + GENERATED + " variations", documents);
    }

    private static List<byte[]> read(Path folder, String ending) throws IOException {
        List<byte[]> documents = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList()) {
                documents.add(Files.readAllBytes(file));
            }
        }
        return documents;
    }

    /** Another image and price, so that no two are the same. */
    private static byte[] variation(byte[] example, int number) {
        return new String(example, StandardCharsets.UTF_8)
                .replaceFirst("amount: [0-9.]+", "amount: " + (100 + number))
                .replaceFirst("image: (\\S+)", "image: $1-" + number)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A right document as long as may be, of nearly as many values as may be. */
    static String longest() {
        StringBuilder document = new StringBuilder("""
                version: "2.0"
                profiles:
                  compute: {a: {resources: {cpu: {units: 1}, memory: {size: 1Gi}, storage: {size: 1Gi}}}}
                  placement: {a: {pricing: {a: {denom: uusd, amount: 1}}}}
                deployment: {a: {a: {profile: a, count: 1}}}
                services:
                  a:
                    image: a
                    expose: [{port: 80, to: [{global: true}]}]
                    args: [""");
        String part = "a".repeat(CHARS_MAX / (YamlReader.NODES_MAX - 100)) + ",";
        document.append(part.repeat((CHARS_MAX - document.length()) / part.length() - 1));
        return document.append("]\n").toString();
    }

    /** A text of nothing but nested beginnings and ends, which is no document. */
    static String hostile() {
        return "x: [" + "[],".repeat(CHARS_MAX / 3 - 3) + "]\n";
    }
}
