package network.millrace.cli.sdl;

import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.output.Terminal;
import network.millrace.client.sdl.SdlDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "explain",
        description = {
            "Say in words what a document asks for: what runs, what it needs, which ports are open to whom, and the most it"
                    + " may cost an hour and a month.",
            "",
            "Without --node it reckons with the terms of a development network."
        },
        footer = {"", "Example:", "  millrace sdl explain examples/web.yaml"})
final class SdlExplainCommand extends BaseCommand {
    @Mixin
    private OneDocument document = new OneDocument();

    SdlExplainCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() {
        SdlDocument read = document.read(terminal());
        NetworkTerms terms = namesNode() ? NetworkTerms.of(node()) : NetworkTerms.DEVELOPMENT;
        Explanation explanation = new Explanation(document.shown(), read, terms);
        show(explanation::text, explanation::json);
    }
}
