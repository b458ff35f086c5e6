package network.millrace.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.command.Build;
import network.millrace.cli.output.Terminal;
import picocli.CommandLine.Command;

@Command(
        name = "version",
        description = "Show which Millrace and which Java this is.",
        footer = {"", "Example:", "  millrace version --output json"})
final class VersionCommand extends BaseCommand {
    VersionCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("version", Build.version());
        facts.put("java", Runtime.version().toString());
        show(() -> new Version().getVersion()[0], () -> facts);
    }
}
