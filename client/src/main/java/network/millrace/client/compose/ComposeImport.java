package network.millrace.client.compose;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.millrace.client.compose.ComposeNote.Kind;
import network.millrace.client.sdl.Sdl;
import network.millrace.client.sdl.SdlException;

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
        Optional<ComposeNode> tree = TreeReader.read(text, notes);
        notes.throwIfProblems();
        Interpolation interpolation = new Interpolation(options.variables());
        Value root = new Value(tree.orElseThrow(), "", new Reading(notes, interpolation));
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
