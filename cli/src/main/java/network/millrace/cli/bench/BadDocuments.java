package network.millrace.cli.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import network.millrace.client.sdl.yaml.YamlReader;

/** What somebody would send to keep a parser busy, each as large as a document may be or larger. */
final class BadDocuments {
    private static final int CHARS_MAX = 1 << 20;
    private static final int MANY = YamlReader.NODES_MAX - 100;
    private static final String HEAD = "version: \"2.0\"\n";

    private BadDocuments() {}

    /** Bytes by what they are. */
    static SequencedMap<String, byte[]> all() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("aliases of aliases", aliases());
        texts.put("deep nesting", "[".repeat(CHARS_MAX));
        texts.put("ten MiB", "a".repeat(10 * CHARS_MAX));
        texts.put("nothing but beginnings and ends", "x: [" + "[],".repeat(CHARS_MAX / 3 - 3) + "]\n");
        texts.put("keys that nobody knows", HEAD + lines(MANY / 2, i -> "k" + i + ": x"));
        texts.put("services that nobody knows", HEAD + "services:\n" + lines(MANY / 4, i -> "  s" + i + ": {x: 1}"));
        texts.put("the same key again", HEAD + lines(MANY / 2, i -> "services: x"));
        texts.put(
                "merges", HEAD + "a: &a {b: 1}\nservices: {\n" + lines(20_000, i -> " s" + i + ": {<<: *a},") + "}\n");
        texts.put(
                "routes to services that are not there",
                HEAD + "services:\n  web:\n    image: x\n    expose:\n      - port: 80\n        to:\n"
                        + lines(MANY / 4, i -> "          - service: s" + i));
        texts.put("one long number", HEAD + "deployment: {web: {dc: {count: " + "9".repeat(CHARS_MAX - 100) + "}}}\n");
        texts.put("one long word", HEAD + "services: {" + "w".repeat(CHARS_MAX - 100) + ": 1}\n");
        texts.put("an open quotation", HEAD + "a: \"" + "b".repeat(CHARS_MAX - 100));
        texts.put("many documents", "---\na: 1\n".repeat(CHARS_MAX / 9));
        SequencedMap<String, byte[]> documents = new LinkedHashMap<>();
        texts.forEach((name, text) -> documents.put(name, text.getBytes(StandardCharsets.UTF_8)));
        byte[] noText = new byte[CHARS_MAX];
        Arrays.fill(noText, (byte) 0xff);
        documents.put("bytes that are no text", noText);
        return documents;
    }

    private static String lines(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
    }

    /** Ten aliases of ten aliases … nine times: a billion values. */
    private static String aliases() {
        return IntStream.rangeClosed(1, 9)
                .mapToObj(level -> "l" + level + ": &l" + level + " ["
                        + String.join(", ", Collections.nCopies(10, level == 1 ? "x" : "*l" + (level - 1))) + "]")
                .collect(Collectors.joining("\n", HEAD, "\nservices: *l9\n"));
    }
}
