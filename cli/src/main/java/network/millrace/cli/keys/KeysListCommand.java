package network.millrace.cli.keys;

import java.util.List;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.output.Table;
import network.millrace.cli.output.Terminal;
import network.millrace.client.wallet.Keystore;
import network.millrace.client.wallet.StoredKey;
import picocli.CommandLine.Command;

@Command(
        name = "list",
        description = "List the keys of this home.",
        footer = {"", "Example:", "  millrace keys list"})
final class KeysListCommand extends BaseCommand {
    KeysListCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() {
        List<StoredKey> keys = new Keystore(home().keys()).list();
        Table table = Table.of("NAME", "ADDRESS", "PASSPHRASE");
        keys.forEach(key -> table.row(key.name(), key.address(), key.locked() ? "yes" : "none"));
        show(
                () -> table.isEmpty()
                        ? "no keys in " + home().keys() + "; make one with `millrace keys add NAME`"
                        : table.text(terminal()),
                () -> keys.stream().map(KeyText::facts).toList());
    }
}
