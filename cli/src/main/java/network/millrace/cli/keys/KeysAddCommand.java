package network.millrace.cli.keys;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.output.Style;
import network.millrace.cli.output.Terminal;
import network.millrace.client.wallet.KeyName;
import network.millrace.client.wallet.Mnemonic;
import network.millrace.client.wallet.StoredKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "add",
        description = "Make a new key. Its words (BIP39) are shown once: write them down, they are the key.",
        footer = {"", "Example:", "  millrace keys add tenant"})
final class KeysAddCommand extends BaseCommand {
    private static final int WORDS_A_LINE = 6;

    @Parameters(paramLabel = "NAME", description = "What the key is called on this machine.")
    private String name = "";

    @Option(
            names = "--words",
            paramLabel = "N",
            defaultValue = "24",
            description = "12, 15, 18, 21 or 24 words; default ${DEFAULT-VALUE}.")
    private int words;

    @Mixin
    private NewKeyOptions options = new NewKeyOptions();

    KeysAddCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() {
        KeyName keyName = new KeyName(name);
        Mnemonic mnemonic = Mnemonic.generate(new SecureRandom(), words);
        StoredKey key = options.store(home(), keyName, options.derive(mnemonic), terminal());
        String text = String.join(" ", mnemonic.words());
        Map<String, Object> facts = KeyText.facts(key);
        facts.put("mnemonic", text);
        show(
                () -> key.name() + "  " + key.address() + "\n\n"
                        + terminal()
                                .paint(Style.NOTICE, "Write these words down; they are not kept and not shown again:")
                        + "\n" + rows(mnemonic.words()),
                () -> facts);
    }

    /** Six a line, so that no word is broken by the edge of a screen. */
    private static String rows(List<String> words) {
        return IntStream.range(0, words.size())
                .mapToObj(at -> words.get(at) + ((at + 1) % WORDS_A_LINE == 0 ? "\n" : " "))
                .collect(Collectors.joining());
    }
}
