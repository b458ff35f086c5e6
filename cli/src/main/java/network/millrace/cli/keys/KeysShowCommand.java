package network.millrace.cli.keys;

import java.util.Map;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.output.Terminal;
import network.millrace.client.wallet.KeyName;
import network.millrace.client.wallet.Keystore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "Show a key's address and public key.",
        footer = {"", "Example:", "  millrace keys show tenant --address"})
final class KeysShowCommand extends BaseCommand {
    @Parameters(paramLabel = "NAME", description = "Which key.")
    private String name = "";

    @Option(names = "--address", description = "Print the address alone, for scripts.")
    private boolean addressOnly;

    KeysShowCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() {
        Map<String, Object> facts = KeyText.facts(new Keystore(home().keys()).find(new KeyName(name)));
        show(() -> addressOnly ? String.valueOf(facts.get("address")) : lines(facts), () -> facts);
    }

    private static String lines(Map<String, Object> facts) {
        StringBuilder lines = new StringBuilder();
        facts.forEach((label, value) -> lines.append(String.format("%-11s %s%n", label.replace('_', ' '), value)));
        return lines.toString();
    }
}
