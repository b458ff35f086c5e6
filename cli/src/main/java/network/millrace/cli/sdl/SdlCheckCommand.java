package network.millrace.cli.sdl;

import java.util.ArrayList;
import java.util.List;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.output.Json;
import network.millrace.cli.output.ProgressLine;
import network.millrace.cli.output.Terminal;
import network.millrace.client.sdl.Sdl;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        description = {
            "Read SDL documents and tell everything that is wrong with them: where, why, and what to write instead.",
            "",
            "For what is right it shows the most it may cost, in the document's money and in this network's, and the hash of"
                    + " its manifest. Without --node those are the terms of a development network.",
            "Exit codes: 0 all are right, 1 one or more are not, 2 wrong usage."
        },
        footer = {
            "",
            "Example:",
            "  millrace sdl check examples/*.yaml",
            "  millrace sdl check web.yaml --output json     one object a file, for scripts",
            "  millrace sdl check - --compat < web.yaml      what Akash itself would say"
        })
final class SdlCheckCommand extends BaseCommand {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The documents; - is standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--compat",
            description =
                    "Follow Akash in everything, also where it lets an accident pass; such accidents are warned of.")
    private boolean compat;

    SdlCheckCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() {
        NetworkTerms terms = namesNode() ? NetworkTerms.of(node()) : NetworkTerms.DEVELOPMENT;
        if (files.stream()
                        .filter(name -> new DocumentFile(name).isStandardInput())
                        .count()
                > 1) {
            throw CommandFailure.missing("standard input (-) can be read once only");
        }
        List<Verdict> verdicts = new ArrayList<>();
        try (ProgressLine progress = progress("checking")) {
            for (String name : files) {
                progress.report("checked " + verdicts.size() + " of " + files.size());
                Verdict verdict =
                        Verdict.of(new DocumentFile(name), compat ? Sdl.Mode.COMPAT : Sdl.Mode.STRICT, terminal());
                verdicts.add(verdict);
                if (answersJson()) {
                    terminal().out().println(Json.write(CheckJson.of(verdict)));
                }
            }
        }
        if (!answersJson()) {
            terminal().out().print(new CheckReport(terminal(), terms).text(verdicts));
        }
        long invalid =
                verdicts.stream().filter(Verdict.Invalid.class::isInstance).count();
        if (invalid > 0) {
            throw CommandFailure.failed(
                    files.size() == 1
                            ? "this document cannot be used"
                            : invalid + " of " + files.size() + " documents cannot be used");
        }
    }
}
