package network.millrace.cli.sdl;

import network.millrace.cli.command.CommandGroup;
import network.millrace.cli.output.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code millrace sdl import …}. */
@Command(
        name = "import",
        description = "Make an SDL document of what another tool uses.",
        footer = {"", "Example:", "  millrace sdl import compose docker-compose.yaml > app.yaml"})
final class SdlImportCommand extends CommandGroup {
    static CommandLine line(Terminal terminal) {
        return new CommandLine(new SdlImportCommand()).addSubcommand(new SdlImportComposeCommand(terminal));
    }
}
