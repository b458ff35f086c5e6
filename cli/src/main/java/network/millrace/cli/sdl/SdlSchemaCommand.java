package network.millrace.cli.sdl;

import java.io.IOException;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.output.Terminal;
import picocli.CommandLine.Command;

@Command(
        name = "schema",
        description = {
            "Print the JSON Schema of SDL (draft 7): completion, explanations and marks for mistakes in an editor.",
            "",
            "VS Code with the extension \"YAML\" by Red Hat, and every editor with yaml-language-server, takes it from the first"
                    + " line of a document: # yaml-language-server: $schema=sdl.schema.json"
        },
        footer = {"", "Example:", "  millrace sdl schema > sdl.schema.json"})
final class SdlSchemaCommand extends BaseCommand {
    static final String NAME = "sdl.schema.json";

    SdlSchemaCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() throws IOException {
        terminal().out().print(Bundled.text(NAME));
    }
}
