package network.millrace.cli.sdl;

import java.nio.charset.StandardCharsets;
import java.util.List;
import network.millrace.cli.output.Terminal;
import network.millrace.client.sdl.Sdl;
import network.millrace.client.sdl.SdlDocument;
import network.millrace.client.sdl.SdlException;
import network.millrace.client.sdl.SdlProblem;

/** What became of reading one file. */
sealed interface Verdict {
    String BYTE_ORDER_MARK = "\uFEFF";

    DocumentFile file();

    /** @param text for excerpts of remarks */
    record Valid(DocumentFile file, String text, SdlDocument document) implements Verdict {}

    /**
     * @param text for excerpts; "" when the file could not be read
     * @param more whether there may be more problems than these
     */
    record Invalid(DocumentFile file, String text, List<SdlProblem> problems, boolean more) implements Verdict {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    static Verdict of(DocumentFile file, Sdl.Mode mode, Terminal terminal) {
        byte[] bytes;
        try {
            bytes = file.read(terminal);
        } catch (DocumentFile.Unreadable unreadable) {
            return new Invalid(file, "", List.of(new SdlProblem(0, 0, "", unreadable.sentence(), "")), false);
        }
        // For excerpts only; the parser itself finds bytes that are no text, and counts columns without a byte order
        // mark.
        String decoded = new String(bytes, StandardCharsets.UTF_8);
        String text = decoded.startsWith(BYTE_ORDER_MARK) ? decoded.substring(1) : decoded;
        try {
            return new Valid(file, text, Sdl.parse(bytes, mode));
        } catch (SdlException wrong) {
            return new Invalid(file, text, wrong.problems(), wrong.mayHaveMore());
        }
    }
}
