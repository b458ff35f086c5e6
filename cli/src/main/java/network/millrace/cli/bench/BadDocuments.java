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
    private static final String DEPLOYED = """
            profiles:
              compute: {c: {resources: {cpu: {units: 1}, memory: {size: 1Gi}, storage: {size: 1Gi}}}}
              placement: {p: {pricing: {c: {denom: uusd, amount: 1}}}}
            deployment: {w: {p: {profile: c, count: 1}}}
            """;

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
                "merges",
                HEAD + "a: &a {b: 1}\nservices: {\n" + lines(MANY / 6, i -> " s" + i + ": {<<: *a},") + "}\n");
        texts.put(
                "routes to services that are not there",
                HEAD + "services:\n  web:\n    image: x\n    expose:\n      - port: 80\n        to:\n"
                        + lines(MANY / 4, i -> "          - service: s" + i));
        texts.put("one long number", HEAD + "deployment: {web: {dc: {count: " + "9".repeat(CHARS_MAX - 100) + "}}}\n");
        texts.put("one long word", HEAD + "services: {" + "w".repeat(CHARS_MAX - 100) + ": 1}\n");
        texts.put("an open quotation", HEAD + "a: \"" + "b".repeat(CHARS_MAX - 100));
        texts.put("many documents", "---\na: 1\n".repeat(CHARS_MAX / 9));
        putNames(texts);
        putScalars(texts);
        putPlacements(texts);
        SequencedMap<String, byte[]> documents = new LinkedHashMap<>();
        texts.forEach((name, text) -> documents.put(name, text.getBytes(StandardCharsets.UTF_8)));
        byte[] noText = new byte[CHARS_MAX];
        Arrays.fill(noText, (byte) 0xff);
        documents.put("bytes that are no text", noText);
        return documents;
    }

    /** Names that are looked for, compared, sorted or shown. */
    private static void putNames(Map<String, String> texts) {
        String like = "a-service-with-a-long-name-that-is-like-the-others";
        texts.put(
                "services with names nearly right",
                HEAD + "services:\n" + lines(250, i -> "  " + like + "-aa" + i + ": {image: x}") + "deployment:\n"
                        + lines(5_000, i -> "  " + like + "-bb" + i + ": {p: {profile: c}}"));
        texts.put(
                "problems below a long name",
                HEAD + "services:\n  ? " + "k".repeat(CHARS_MAX / 2) + "\n  : expose:\n"
                        + lines(MANY / 2, i -> "    - 1"));
        texts.put("names with one hash", HEAD + "services:\n" + lines(1 << 14, i -> "  " + sameHash(i) + ": {x: 1}"));
        texts.put(
                "services that are one alias",
                HEAD + "a: &a {image: 1}\nservices:\n" + lines(MANY / 2 - 10, i -> "  s" + i + ": *a"));
        texts.put(
                "services that merge each other",
                HEAD + "services:\n  s0: &s0 {image: x}\n"
                        + lines(MANY / 5, i -> "  s" + (i + 1) + ": &s" + (i + 1) + " {<<: *s" + i + "}"));
        texts.put(
                "a mapping merged again and again",
                HEAD + "a: &a {image: 1}\nservices: {w: {<<: [" + "*a,".repeat(MANY - 20) + "]}}\n");
        texts.put(
                "vendors that nobody knows",
                HEAD
                        + profile("gpu: {units: 1, attributes: {vendor: {" + lines(MANY / 2 - 20, i -> "v" + i + ": x,")
                                + "}}}"));
    }

    /** Values that take long to be matched, counted or read. */
    private static void putScalars(Map<String, String> texts) {
        texts.put("a long version", "version: 2.0.0-" + "a.".repeat(CHARS_MAX / 2 - 100) + "\n");
        texts.put(
                "a long host",
                HEAD + "services: {w: {expose: [{port: 80, accept: [\"a/" + "%41".repeat(CHARS_MAX / 3 - 100)
                        + "%\"]}]}}\n");
        texts.put("a long duration", HEAD + "reclamation: {min_window: " + "1h".repeat(CHARS_MAX / 2 - 100) + "}\n");
        texts.put("a long size", HEAD + profile("memory: {size: " + "9".repeat(CHARS_MAX - 200) + "}"));
        texts.put(
                "numbers with many digits",
                HEAD + "services: {w: {expose: [\n" + lines(8_000, i -> "{port: 0." + "9".repeat(90) + "},") + "]}}\n");
        texts.put("escapes", HEAD + "services: \"" + "\\x41".repeat(CHARS_MAX / 4 - 100) + "\"\n");
        texts.put("blank lines", HEAD + "services: w\n" + " \n".repeat(CHARS_MAX / 2 - 100) + "x");
        texts.put("tabs", HEAD + "services:\n" + "\t\n".repeat(CHARS_MAX / 2 - 100) + "x");
        texts.put("lines in quotes", HEAD + "services: \"" + "\n".repeat(CHARS_MAX - 100) + "\"");
        texts.put(
                "variables without a name",
                HEAD + "services: {w: {image: x, env: [" + "1,".repeat(MANY - 50) + "]}}\n" + DEPLOYED);
        texts.put(
                "hosts that are none",
                HEAD + "services: {w: {expose: [{accept: [" + "A:x,".repeat(MANY - 20) + "]}]}}\n");
    }

    /** What is sorted, or looked at for each placement again. */
    private static void putPlacements(Map<String, String> texts) {
        texts.put(
                "volumes",
                HEAD
                        + profile("storage: [\n"
                                + lines(MANY / 5 - 10, i -> "{name: n" + i + ", size: " + (MANY - i) + "},") + "]"));
        texts.put("volumes of one name", HEAD + profile("storage: [\n" + "{size: 1Gi},".repeat(MANY / 3 - 10) + "]"));
        texts.put(
                "mounts in many placements",
                placements("params: {storage: {\n" + lines(3_000, i -> "d" + i + ": {mount: /d},") + "}}"));
        texts.put(
                "ports in many placements",
                placements("expose: [" + "{port: 80, to: [{global: true, ip: e}]},".repeat(1_500) + "]"));
        texts.put(
                "hosts in many placements",
                placements("expose: [{port: 80, to: [{global: true}], accept: ["
                        + lines(10_000, i -> "a" + i + ".example.com,") + "]}]"));
    }

    private static String profile(String resources) {
        return "profiles: {compute: {c: {resources: {" + resources + "}}}}\n";
    }

    /** One service in 3,000 placements, which are one by way of aliases. */
    private static String placements(String service) {
        return HEAD + "services: {w: {image: x, " + service + "}}\nprofiles:\n"
                + "  compute: {c: {resources: {cpu: {units: 1}, memory: {size: 1Gi}, storage: {size: 1Gi}}}}\n"
                + "  placement:\n    p: &p {pricing: {c: {denom: uusd, amount: 1}}}\n"
                + lines(3_000, i -> "    p" + i + ": *p") + "deployment: {w: {\n"
                + lines(3_000, i -> "p" + i + ": {profile: c, count: 1},") + "}}\n";
    }

    /** Aa and BB have the same hash, and so has whatever is made of as many of them. */
    private static String sameHash(int number) {
        return IntStream.range(0, 14)
                .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                .collect(Collectors.joining());
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
