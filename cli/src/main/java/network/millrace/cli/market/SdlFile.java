package network.millrace.cli.market;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.image.LocalImages;
import network.millrace.cli.output.Progress;
import network.millrace.client.sdl.Sdl;
import network.millrace.client.sdl.SdlDocument;
import network.millrace.client.sdl.SdlException;

/** An SDL document in a file. */
public record SdlFile(Path file, LocalImages images) {
    private static final long BYTES_MAX = 4L * Sdl.DOCUMENT_CHARS_MAX;

    /**
     * Reads it.
     *
     * @throws CommandFailure with every problem of the document, one a line
     */
    public SdlDocument read(Progress progress) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw CommandFailure.missing("there is no file " + file + "; try examples/web.yaml");
        }
        if (Files.size(file) > BYTES_MAX) {
            throw CommandFailure.missing(file + " is larger than a document can be: " + Files.size(file) + " bytes");
        }
        try {
            return Sdl.parse(images.resolve(Files.readString(file), progress));
        } catch (CharacterCodingException notText) {
            throw CommandFailure.missing(file + " is not text in UTF-8", notText);
        } catch (SdlException wrong) {
            throw problems(wrong);
        }
    }

    CommandFailure problems(SdlException wrong) {
        int count = wrong.problems().size();
        return CommandFailure.missing(
                file + " has " + (count == 1 ? "a problem" : count + " problems") + ":\n  "
                        + String.valueOf(wrong.getMessage()).replace("\n", "\n  "),
                wrong);
    }
}
