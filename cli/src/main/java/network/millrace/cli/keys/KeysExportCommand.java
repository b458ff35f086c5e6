package network.millrace.cli.keys;

import java.util.HexFormat;
import java.util.Map;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.command.PassphraseOptions;
import network.millrace.cli.output.Terminal;
import network.millrace.client.wallet.KeyName;
import network.millrace.client.wallet.Keystore;
import network.millrace.client.wallet.Passphrase;
import network.millrace.client.wallet.StoredKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        description = "Print a key's secret as 64 hexadecimal digits. Whoever has it has the account.",
        footer = {"", "Example:", "  millrace keys export tenant --reveal > tenant.hex"})
final class KeysExportCommand extends BaseCommand {
    @Parameters(paramLabel = "NAME", description = "Which key.")
    private String name = "";

    @Option(names = "--reveal", description = "Say that the secret may be printed.")
    private boolean reveal;

    @Mixin
    private PassphraseOptions passphrase = new PassphraseOptions();

    KeysExportCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() {
        if (!reveal) {
            throw CommandFailure.missing(
                    "this prints the secret of key " + name + " unencrypted; if that is what you want, add --reveal");
        }
        Keystore keystore = new Keystore(home().keys());
        StoredKey stored = keystore.find(new KeyName(name));
        Passphrase opened = stored.locked() ? passphrase.existing(terminal(), name) : Passphrase.noneForDevelopment();
        String secret =
                HexFormat.of().formatHex(keystore.unlock(stored.name(), opened).secret());
        show(() -> secret, () -> Map.of("name", name, "secret", secret));
    }
}
