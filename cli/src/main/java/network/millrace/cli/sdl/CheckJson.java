package network.millrace.cli.sdl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.millrace.cli.output.Json;
import network.millrace.client.sdl.SdlDocument;
import network.millrace.client.sdl.SdlProblem;

/** A verdict as an object for scripts; groups and manifest have the shapes that Akash's own types have in JSON. */
final class CheckJson {
    private static final Json.Raw NULL = new Json.Raw("null");

    private CheckJson() {}

    static Map<String, Object> of(Verdict verdict) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("file", verdict.file().name());
        switch (verdict) {
            case Verdict.Valid valid -> putDocument(object, valid.document());
            case Verdict.Invalid invalid -> {
                object.put("valid", false);
                object.put("errors", problems(invalid.problems()));
                object.put("groups", NULL);
                object.put("manifest", NULL);
                object.put("version", NULL);
                object.put("warnings", List.of());
            }
        }
        return object;
    }

    private static void putDocument(Map<String, Object> object, SdlDocument document) {
        object.put("valid", true);
        object.put("errors", List.of());
        object.put("groups", new Json.Raw(document.groupsJson()));
        object.put("manifest", new Json.Raw(document.manifestJson()));
        object.put("version", document.version().hex());
        object.put("warnings", problems(document.remarks()));
    }

    private static List<Map<String, Object>> problems(List<SdlProblem> problems) {
        return problems.stream().map(CheckJson::problem).toList();
    }

    /** What concerns the whole document is said of its first character, so that every editor can jump to it. */
    private static Map<String, Object> problem(SdlProblem problem) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("line", Math.max(1, problem.line()));
        object.put("column", Math.max(1, problem.column()));
        object.put("message", (problem.path().isEmpty() ? "" : problem.path() + ": ") + problem.message());
        object.put("hint", problem.hint());
        return object;
    }
}
