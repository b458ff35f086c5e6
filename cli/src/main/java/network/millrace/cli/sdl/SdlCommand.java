package network.millrace.cli.sdl;

import network.millrace.cli.command.CommandGroup;
import network.millrace.cli.output.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code millrace sdl …}. */
@Command(
        name = "sdl",
        description = "Check, explain and begin SDL documents, and make them from compose files. No network is needed.",
        footer = {"", "Example:", "  millrace sdl check examples/*.yaml", "  millrace sdl init --variant web > web.yaml"
        })
public final class SdlCommand extends CommandGroup {
    /** The group with its commands. */
    public static CommandLine line(Terminal terminal) {
        return new CommandLine(new SdlCommand())
                .addSubcommand(new SdlCheckCommand(terminal))
                .addSubcommand(new SdlExplainCommand(terminal))
                .addSubcommand(new SdlGroupsCommand(terminal))
                .addSubcommand(new SdlManifestCommand(terminal))
                .addSubcommand(new SdlInitCommand(terminal))
                .addSubcommand(new SdlSchemaCommand(terminal))
                .addSubcommand(SdlImportCommand.line(terminal));
    }
}
