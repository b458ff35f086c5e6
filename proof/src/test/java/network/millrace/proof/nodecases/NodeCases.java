package network.millrace.proof.nodecases;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.proof.operators.Operators;

/**
 * The node cases that {@code ./millrace test} has the onnx package generate (proof/src/test/python/node_cases.py), under
 * target/node-cases. Where there are none the tests are skipped, and fail under {@code CI=true}.
 */
public final class NodeCases {
    private static final Path FOLDER = Path.of("..", "target", "node-cases");
    private static final Set<String> TYPES = Set.of("FLOAT", "INT32", "INT64", "BOOL");

    /** How many of the generated cases use only float32, int32, int64 and bool, with the pinned onnx package. */
    static final int TOTAL = 1371;

    private NodeCases() {}

    /** All cases of the four element types, or a visible skip. */
    static List<NodeCase> all() throws IOException {
        boolean generated = Files.exists(FOLDER.resolve("complete"));
        if (!generated && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("CI=true needs the ONNX node cases; ./millrace test generates them");
        }
        assumeTrue(generated, "the ONNX node cases are not generated; ./millrace test does it");
        return Files.readAllLines(FOLDER.resolve("cases.txt")).stream()
                .map(line -> NodeCase.parse(FOLDER, line))
                .filter(nodeCase -> TYPES.containsAll(nodeCase.types()))
                .toList();
    }

    /** Those whose operators are all known. Any of them that fails is a bug or stands in {@link #leftOut}. */
    public static List<NodeCase> known() throws IOException {
        return all().stream()
                .filter(nodeCase -> nodeCase.operators().stream().allMatch(NodeCases::isKnown))
                .toList();
    }

    static boolean isKnown(String operator) {
        int dot = operator.lastIndexOf('.');
        String domain = dot < 0 ? "" : operator.substring(0, dot);
        return Operators.standard().knows(domain, operator.substring(dot + 1), Operators.OPSET_MAX);
    }

    /** Cases that do not pass, by name, each with its reason. */
    static SortedMap<String, String> leftOut() throws IOException {
        SortedMap<String, String> reasons = new TreeMap<>();
        try (var list = NodeCases.class.getResourceAsStream("left-out.txt")) {
            if (list == null) {
                throw new IOException("left-out.txt is missing");
            }
            new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line ->
                            reasons.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1)));
        }
        return reasons;
    }
}
