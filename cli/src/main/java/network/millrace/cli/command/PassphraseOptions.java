package network.millrace.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import network.millrace.cli.output.Terminal;
import network.millrace.client.wallet.Passphrase;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the passphrase of a key comes from: a file, the environment, or the person at the terminal. */
public final class PassphraseOptions {
    private static final String VARIABLE = "MILLRACE_PASSPHRASE";

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description =
                    "Read the passphrase from the first line of this file; else MILLRACE_PASSPHRASE, else you are asked.")
    private @Nullable Path file;

    /** The passphrase of a key that exists. */
    public Passphrase existing(Terminal terminal, String key) {
        return Passphrase.of(given(terminal).orElseGet(() -> ask(terminal, "passphrase of key " + key + ": ")));
    }

    /** A passphrase for a new key, asked for twice. */
    public Passphrase chosen(Terminal terminal, String key) {
        Optional<char[]> given = given(terminal);
        if (given.isPresent()) {
            return Passphrase.of(given.orElseThrow());
        }
        char[] first = ask(
                terminal,
                "passphrase for the new key " + key + " (at least " + Passphrase.LENGTH_MIN + " characters): ");
        // Nobody should have to type one twice that will not do.
        Passphrase passphrase = Passphrase.of(first);
        if (!Arrays.equals(first, ask(terminal, "once more: "))) {
            throw CommandFailure.failed("the two passphrases differ; nothing was stored");
        }
        return passphrase;
    }

    private Optional<char[]> given(Terminal terminal) {
        if (file == null) {
            return terminal.variable(VARIABLE).map(String::toCharArray);
        }
        try (var lines = Files.lines(file)) {
            return Optional.of(lines.findFirst().orElse("").toCharArray());
        } catch (IOException failure) {
            throw CommandFailure.missing(
                    "cannot read the passphrase from " + file + ": " + failure.getMessage(), failure);
        }
    }

    private static char[] ask(Terminal terminal, String question) {
        return terminal.askSecret(question)
                .orElseThrow(
                        () -> CommandFailure.missing("a passphrase is needed and nobody at the terminal gave one: set "
                                + VARIABLE + " or give --passphrase-file FILE"));
    }
}
