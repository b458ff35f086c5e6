package network.millrace.cli.provider;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import network.millrace.agent.AgentHome;
import network.millrace.agent.settings.AgentSettings;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.output.Terminal;
import network.millrace.client.wallet.StoredKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "init",
        description = {
            "Make the settings of a provider: prices, what is offered, its door.",
            "",
            "They lie in a file that explains each."
        },
        footer = {
            "",
            "Example:",
            "  millrace provider init birch --set pricing.core=40 --set attributes.tier=community --set access.port=8443"
        })
final class ProviderInitCommand extends BaseCommand {
    @Mixin
    private ProviderOptions provider = new ProviderOptions();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting that differs from its default. May be repeated.")
    private Map<String, String> changes = new LinkedHashMap<>();

    ProviderInitCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() throws IOException {
        AgentHome folder = provider.home(home());
        if (Files.exists(folder.settingsFile())) {
            throw CommandFailure.failed(
                    "provider " + provider.name() + " has settings already: edit " + folder.settingsFile());
        }
        StoredKey key = provider.storedKey(home());
        AgentSettings settings =
                AgentSettings.DEFAULT.with("provider.name", provider.name()).with("network.nodes", node().toString());
        for (Map.Entry<String, String> change : changes.entrySet()) {
            settings = settings.with(change.getKey(), change.getValue());
        }
        folder.write(settings);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", provider.name());
        facts.put("address", key.address().toString());
        facts.put("settings", folder.settingsFile().toString());
        show(
                () -> "provider " + provider.name() + "  " + key.address() + "\nsettings  " + folder.settingsFile()
                        + "\n\nnext: look at the settings, then: millrace provider start " + provider.name(),
                () -> facts);
    }
}
