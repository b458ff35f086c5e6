package network.millrace.cli.provider;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import network.millrace.agent.AgentHome;
import network.millrace.agent.settings.AgentSettings;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.command.Home;
import network.millrace.cli.command.PassphraseOptions;
import network.millrace.cli.output.Terminal;
import network.millrace.client.http.HttpLimits;
import network.millrace.client.http.HttpNetwork;
import network.millrace.client.wallet.KeyName;
import network.millrace.client.wallet.Keystore;
import network.millrace.client.wallet.Passphrase;
import network.millrace.client.wallet.StoredKey;
import network.millrace.protocol.crypto.PrivateKey;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which provider of this home, and with which key. */
final class ProviderOptions {
    @Parameters(index = "0", paramLabel = "NAME", description = "The provider's name in this home.")
    private String name = "";

    @Option(
            names = "--from",
            paramLabel = "KEY",
            defaultValue = "",
            description = "The key of the provider's account; default the one of the provider's name.")
    private String key = "";

    @Mixin
    private PassphraseOptions passphrase = new PassphraseOptions();

    /** The provider's folder; its name obeys the rule of key names, so that it is a good folder name, too. */
    AgentHome home(Home home) {
        return new AgentHome(home.provider(new KeyName(name).value()));
    }

    /** The settings, which must have been made. */
    AgentSettings settings(Home home) throws IOException {
        AgentHome folder = home(home);
        if (!Files.isRegularFile(folder.settingsFile())) {
            throw CommandFailure.missing("there is no provider " + name + " in " + home.providers()
                    + ": make it with `millrace provider init " + name + "`");
        }
        return folder.settings();
    }

    String name() {
        return name;
    }

    StoredKey storedKey(Home home) {
        return new Keystore(home.keys()).find(keyName());
    }

    PrivateKey unlock(Home home, Terminal terminal) {
        StoredKey stored = storedKey(home);
        Passphrase opened = stored.locked()
                ? passphrase.existing(terminal, stored.name().value())
                : Passphrase.noneForDevelopment();
        return new Keystore(home.keys()).unlock(stored.name(), opened);
    }

    /** The nodes in the provider's settings. */
    static HttpNetwork network(AgentSettings settings) {
        return new HttpNetwork(List.copyOf(settings.nodes()), HttpLimits.DEFAULT);
    }

    private KeyName keyName() {
        return new KeyName(key.isEmpty() ? name : key);
    }
}
