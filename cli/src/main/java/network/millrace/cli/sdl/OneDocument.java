package network.millrace.cli.sdl;

import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.output.Terminal;
import network.millrace.client.sdl.Sdl;
import network.millrace.client.sdl.SdlDocument;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The one document that a command is about. */
final class OneDocument {
    @Parameters(index = "0", paramLabel = "FILE", description = "The document; - is standard input.")
    private String name = "";

    @Option(names = "--compat", description = "Follow Akash in everything, also where it lets an accident pass.")
    private boolean compat;

    /** Reads it, or tells on {@code err} all that is wrong with it. */
    SdlDocument read(Terminal terminal) {
        Verdict verdict = Verdict.of(new DocumentFile(name), compat ? Sdl.Mode.COMPAT : Sdl.Mode.STRICT, terminal);
        return switch (verdict) {
            case Verdict.Valid valid -> valid.document();
            case Verdict.Invalid invalid -> {
                String lines = new ProblemText(terminal).problems(shown(), invalid.text(), invalid.problems());
                terminal.err().print(lines);
                throw CommandFailure.failed("this document cannot be used");
            }
        };
    }

    String shown() {
        return new DocumentFile(name).shown();
    }
}
