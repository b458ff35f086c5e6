package network.millrace.cli.sdl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import network.millrace.cli.output.Terminal;
import network.millrace.client.sdl.Sdl;

/** A document's bytes: from a file, or from standard input when it is called {@code -}. Never more of them than a document can have, and one. */
record DocumentFile(String name) {
    private static final String STANDARD_INPUT = "-";

    /** Why a file cannot be read, in a sentence without the file's name. */
    static final class Unreadable extends Exception {
        private Unreadable(String sentence, Throwable cause) {
            super(sentence, cause);
        }

        private Unreadable(String sentence) {
            super(sentence);
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }

    byte[] read(Terminal terminal) throws Unreadable {
        try {
            if (name.equals(STANDARD_INPUT)) {
                return limited(terminal.in());
            }
            if (name.isEmpty()) {
                throw new Unreadable("a file's name cannot be empty");
            }
            Path file = Path.of(name);
            if (Files.isDirectory(file)) {
                throw new Unreadable("this is a folder; name the files in it, such as " + file.resolve("*.yaml"));
            }
            try (InputStream in = Files.newInputStream(file)) {
                return limited(in);
            }
        } catch (NoSuchFileException missing) {
            throw new Unreadable("there is no such file", missing);
        } catch (AccessDeniedException closed) {
            throw new Unreadable("you may not read this file", closed);
        } catch (IOException | InvalidPathException unreadable) {
            throw new Unreadable("this cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    boolean isStandardInput() {
        return name.equals(STANDARD_INPUT);
    }

    /** The whole of it as text, for readers that do not look at bytes themselves. */
    String text(Terminal terminal) throws Unreadable {
        byte[] bytes = read(terminal);
        if (bytes.length > Sdl.DOCUMENT_CHARS_MAX) {
            throw new Unreadable("this is longer than " + Sdl.DOCUMENT_CHARS_MAX + " bytes");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new Unreadable("this is no text in UTF-8", notText);
        }
    }

    private static byte[] limited(InputStream in) throws IOException {
        return in.readNBytes(Sdl.DOCUMENT_CHARS_MAX + 1);
    }

    /** How it is called in a message. */
    String shown() {
        return switch (name) {
            case STANDARD_INPUT -> "standard input";
            case "" -> "\"\"";
            default -> name;
        };
    }
}
