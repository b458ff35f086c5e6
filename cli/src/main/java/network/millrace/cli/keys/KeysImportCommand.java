package network.millrace.cli.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.output.Terminal;
import network.millrace.client.wallet.KeyName;
import network.millrace.client.wallet.Mnemonic;
import network.millrace.client.wallet.StoredKey;
import network.millrace.protocol.crypto.PrivateKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description =
                "Store a key from its words (BIP39) or its secret in hexadecimal digits, read from a file or standard input.",
        footer = {"", "Example:", "  millrace keys import tenant words.txt"})
final class KeysImportCommand extends BaseCommand {
    private static final int BYTES_MAX = 4_096;
    private static final String SECRET = "[0-9a-fA-F]{64}";

    @Parameters(index = "0", paramLabel = "NAME", description = "What the key is called on this machine.")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "Where the words or digits are; default standard input.")
    private @Nullable Path file;

    @Mixin
    private NewKeyOptions options = new NewKeyOptions();

    KeysImportCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() throws IOException {
        KeyName keyName = new KeyName(name);
        String text = text();
        PrivateKey key = text.matches(SECRET)
                ? PrivateKey.of(HexFormat.of().parseHex(text))
                : options.derive(Mnemonic.parse(text));
        StoredKey stored = options.store(home(), keyName, key, terminal());
        show(() -> stored.name() + "  " + stored.address(), () -> KeyText.facts(stored));
    }

    private String text() throws IOException {
        if (file == null) {
            return limited(terminal().in().readNBytes(BYTES_MAX + 1));
        }
        if (!Files.isRegularFile(file)) {
            throw CommandFailure.missing("there is no file " + file + " to import from");
        }
        try (var in = Files.newInputStream(file)) {
            return limited(in.readNBytes(BYTES_MAX + 1));
        }
    }

    private static String limited(byte[] bytes) {
        if (bytes.length > BYTES_MAX) {
            throw CommandFailure.missing("this is longer than words or a secret can be (" + BYTES_MAX + " bytes)");
        }
        return new String(bytes, StandardCharsets.UTF_8).strip();
    }
}
