package network.millrace.cli.keys;

import network.millrace.cli.command.Home;
import network.millrace.cli.command.PassphraseOptions;
import network.millrace.cli.output.Terminal;
import network.millrace.client.wallet.HdKey;
import network.millrace.client.wallet.HdPath;
import network.millrace.client.wallet.KeyName;
import network.millrace.client.wallet.Keystore;
import network.millrace.client.wallet.Mnemonic;
import network.millrace.client.wallet.Passphrase;
import network.millrace.client.wallet.StoredKey;
import network.millrace.protocol.crypto.PrivateKey;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a new key is derived and locked. */
final class NewKeyOptions {
    @Option(
            names = "--index",
            paramLabel = "I",
            defaultValue = "0",
            description = "Which key of the words: the last number of 44'/118'/0'/0/I; default ${DEFAULT-VALUE}.")
    private int index;

    @Option(
            names = "--no-passphrase",
            description = "Keep the key without a passphrase: for development networks only.")
    private boolean open;

    @Mixin
    private PassphraseOptions passphrase = new PassphraseOptions();

    PrivateKey derive(Mnemonic words) {
        return HdKey.master(words.seed("")).derive(HdPath.cosmos(index)).key();
    }

    StoredKey store(Home home, KeyName name, PrivateKey key, Terminal terminal) {
        Passphrase lock = open ? Passphrase.noneForDevelopment() : passphrase.chosen(terminal, name.value());
        return new Keystore(home.keys()).add(name, key, lock);
    }
}
