package network.millrace.cli.command;

import java.util.List;
import network.millrace.cli.output.Terminal;
import network.millrace.client.Network;
import network.millrace.client.transactions.TransactionSender;
import network.millrace.client.wallet.KeyName;
import network.millrace.client.wallet.Keystore;
import network.millrace.client.wallet.Passphrase;
import network.millrace.client.wallet.StoredKey;
import network.millrace.protocol.crypto.PrivateKey;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which key signs, and how it is unlocked. */
public final class SigningOptions {
    @Option(
            names = "--from",
            paramLabel = "KEY",
            defaultValue = "",
            description = "The key that signs; default MILLRACE_KEY, or the only key there is.")
    private String from = "";

    @Mixin
    private PassphraseOptions passphrase = new PassphraseOptions();

    /** What can be known of the signing key without unlocking it. */
    public StoredKey stored(Home home, Terminal terminal) {
        Keystore keystore = new Keystore(home.keys());
        String name = from.isEmpty() ? terminal.variable("MILLRACE_KEY").orElse("") : from;
        return name.isEmpty() ? only(keystore, home) : keystore.find(new KeyName(name));
    }

    /** Unlocks the signing key. */
    public PrivateKey unlock(Home home, Terminal terminal) {
        StoredKey stored = stored(home, terminal);
        Passphrase opened = stored.locked()
                ? passphrase.existing(terminal, stored.name().value())
                : Passphrase.noneForDevelopment();
        return new Keystore(home.keys()).unlock(stored.name(), opened);
    }

    public TransactionSender sender(Network network, Home home, Terminal terminal) {
        return TransactionSender.of(network, unlock(home, terminal));
    }

    private static StoredKey only(Keystore keystore, Home home) {
        List<StoredKey> keys = keystore.list();
        if (keys.isEmpty()) {
            throw CommandFailure.missing(
                    "there is no key in " + home.keys() + " to sign with: make one with `millrace keys add NAME`");
        }
        if (keys.size() > 1) {
            throw CommandFailure.missing("which key shall sign? Name one with --from: "
                    + String.join(
                            ", ", keys.stream().map(key -> key.name().value()).toList()));
        }
        return keys.getFirst();
    }
}
