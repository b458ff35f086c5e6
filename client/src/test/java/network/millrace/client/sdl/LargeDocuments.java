package network.millrace.client.sdl;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Documents of a mebibyte at the limits, each made when it is asked for; {@link #main} reads all of them. */
final class LargeDocuments {
    private static final String TAIL = """
            profiles:
              compute:
                c: {resources: {cpu: {units: 1}, memory: {size: 1Gi}, storage: {size: 1Gi}}}
              placement:
                p: {pricing: {c: {denom: uact, amount: 1}}}
            deployment:
            """;

    private LargeDocuments() {}

    static Map<String, Supplier<String>> all() {
        Map<String, Supplier<String>> documents = new LinkedHashMap<>();
        documents.put("services", () -> services(1_700));
        documents.put("one long text", () -> wide("        " + "a".repeat(1_000_000)));
        documents.put("many lines", () -> wide("        x\n".repeat(90_000)));
        documents.put("many arguments", () -> wide("        - a")
                .replace("      - |\n        - a\n", "      - abcdefg\n".repeat(45_000)));
        documents.put("values at the limit", () -> "[" + "a,".repeat(49_000) + "]" + " ".repeat(900_000));
        documents.put("mappings at the limit", () -> "[" + "{a},".repeat(15_000) + "]" + " ".repeat(800_000));
        documents.put(
                "keys that nobody knows",
                () -> "version: \"2.0\"\nservices:\n  w:\n" + lines(24_000, "    key%d: 1\n"));
        return documents;
    }

    private static String lines(int count, String format) {
        return IntStream.range(0, count).mapToObj(format::formatted).collect(Collectors.joining());
    }

    private static String services(int count) {
        String service = "  s%1$d: {image: \"registry.example.com/acme/a-service-with-a-name:%1$d\","
                + " env: [A=b, NAME=%2$s, OTHER=%1$d], expose: [{port: 80, to: [{global: true}]}]}\n";
        return "version: \"2.1\"\nservices:\n" + lines(count, service.replace("%2$s", "v".repeat(380))) + TAIL
                + lines(count, "  s%d: {p: {profile: c, count: 1}}\n");
    }

    private static String wide(String argument) {
        return "version: \"2.0\"\nservices:\n  w:\n    image: x\n    expose: [{port: 80, to: [{global: true}]}]\n    args:\n      - |\n"
                + argument + "\n" + TAIL + "  w: {p: {profile: c, count: 1}}\n";
    }

    /** Whether it can be used. */
    static boolean read(String text) {
        try {
            SdlDocument document = Sdl.parse(text.getBytes(StandardCharsets.UTF_8), Sdl.Mode.COMPAT);
            return document.version().hex().length() > 0
                    && document.groups().size() == document.groupPrices().size();
        } catch (SdlException refused) {
            return false;
        }
    }

    /** Reads each; what does not fit into the heap ends the process. */
    public static void main(String[] arguments) {
        all().forEach((name, document) ->
                System.out.println(name + ": " + (read(document.get()) ? "valid" : "refused")));
    }
}
