package network.millrace.client.compose;

import java.util.List;
import java.util.Map;
import network.millrace.client.compose.ComposeNote.Kind;
import network.millrace.client.sdl.Sdl;
import network.millrace.client.sdl.SdlException;
import network.millrace.client.sdl.yaml.YamlException;
import network.millrace.client.sdl.yaml.YamlNode;
import network.millrace.client.sdl.yaml.YamlReader;

/** Makes an SDL document of a compose file. */
public final class ComposeImport {
    private ComposeImport() {}

    /**
     * An SDL document that reads in strict mode.
     *
     * @param sdl begins with the notes as comments
     * @param notes what was left out or changed, in the order of the file
     */
    public record Imported(String sdl, List<ComposeNote> notes) {
        public Imported {
            notes = List.copyOf(notes);
        }

        public List<ComposeNote> of(Kind kind) {
            return notes.stream().filter(note -> note.kind() == kind).toList();
        }
    }

    /**
     * Reads a compose file and writes what SDL can say of it.
     *
     * @throws ComposeException with every reason why nothing can be made of it
     */
    public static Imported read(String text, ComposeOptions options) throws ComposeException {
        Notes notes = new Notes();
        Interpolation interpolation = new Interpolation(options.variables());
        Value root = root(text, new Reading(notes, interpolation));
        List<Service> services = FileReader.read(root, interpolation, options);
        if (services.isEmpty()) {
            notes.problem("no service is left that would run");
        }
        notes.throwIfProblems();
        Map<String, String> names = SdlWriter.names(services);
        String document = SdlWriter.write(services, Links.between(services), names, options);
        notes.throwIfProblems();
        String sdl = comments(notes.all(), options) + document;
        check(sdl, notes);
        return new Imported(sdl, notes.all());
    }

    private static Value root(String text, Reading reading) throws ComposeException {
        Notes notes = reading.notes();
        if (text.length() > Sdl.DOCUMENT_CHARS_MAX) {
            throw notes.refusal(0, 0, "a compose file has at most " + Sdl.DOCUMENT_CHARS_MAX + " characters");
        }
        try {
            YamlReader.Stream stream = YamlReader.read(text.startsWith("\uFEFF") ? text.substring(1) : text);
            YamlNode node = stream.root().orElseThrow(() -> notes.refusal(0, 0, "there is no compose file in this"));
            Value root = new Value(node, "", reading);
            if (stream.more()) {
                root.leftOut("there is more after the first document of the file");
            }
            return root;
        } catch (YamlException noYaml) {
            String hint = noYaml.hint().isEmpty() ? "" : "; " + noYaml.hint();
            throw notes.refusal(noYaml.line(), noYaml.column(), noYaml.getMessage() + hint);
        }
    }

    private static String comments(List<ComposeNote> notes, ComposeOptions options) {
        YamlText yaml = new YamlText();
        yaml.comment(
                0, "Made from a compose file by `millrace sdl import compose`. Look it over before you deploy it.");
        yaml.comment(0, "Compose gives no disk a size: a service's own has " + options.diskSize() + " here (--disk).");
        comments(yaml, notes, Kind.LEFT_OUT, "Left out, because SDL has no counterpart:");
        comments(yaml, notes, Kind.CHANGED, "Changed or chosen:");
        return yaml.toString();
    }

    private static void comments(YamlText yaml, List<ComposeNote> notes, Kind kind, String heading) {
        List<ComposeNote> those =
                notes.stream().filter(note -> note.kind() == kind).toList();
        if (!those.isEmpty()) {
            yaml.comment(0, "").comment(0, heading);
            those.forEach(note -> yaml.comment(0, "  " + note.path() + ": " + note.message()));
        }
    }

    /** Sizes beyond what SDL allows, for example, come to light only here. */
    private static void check(String sdl, Notes notes) throws ComposeException {
        try {
            Sdl.parse(sdl);
        } catch (SdlException invalid) {
            invalid.problems()
                    .forEach(problem -> notes.problem("SDL does not take what comes out, "
                            + (problem.path().isEmpty() ? "" : problem.path() + ": ") + problem.message()));
            notes.throwIfProblems();
        }
    }
}
