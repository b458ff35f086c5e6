package network.millrace.cli.demo;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.compute.WorkerPool;
import network.millrace.cli.output.Json;
import network.millrace.cli.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace demo proof}: a model learns, five providers cheat, and each is found. */
@Command(
        name = "proof",
        description = {
            "Train a small transformer on a text that comes with the program, and catch five cheats at it. Takes a minute or"
                    + " two; no network is needed.",
            "",
            "The model is trained with gradients of our own, on the executor whose bits are the same everywhere. Then five"
                    + " providers commit to false runs of the same job, and each loses a dispute: the search names the step, the"
                    + " operator and the tile, and a referee recomputes that one piece.",
            "Exit codes: 0 every cheat was found at its place, 1 one was not."
        },
        footer = {"", "Example:", "  millrace demo proof", "  millrace demo proof --steps 100 --output json"})
final class ProofDemoCommand extends BaseCommand {
    private static final int STEPS_MIN = 20;
    private static final int STEPS_MAX = 10_000;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "900",
            description = "How long to train; default 900 steps.")
    private int steps = 900;

    @Option(names = "--tiny", hidden = true, description = "A model of a few thousand parameters, for tests.")
    private boolean tiny;

    ProofDemoCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() throws Exception {
        if (steps < STEPS_MIN || steps > STEPS_MAX) {
            throw CommandFailure.missing("--steps is from " + STEPS_MIN + " to " + STEPS_MAX + ", not " + steps);
        }
        PrintStream stream = answersJson() ? terminal().err() : terminal().out();
        Narrator narrator = new Narrator(terminal(), stream);
        try (WorkerPool workers = new WorkerPool(Runtime.getRuntime().availableProcessors())) {
            Map<String, Object> found =
                    new ProofStory(narrator, workers, steps, tiny ? ModelSize.TINY : ModelSize.USUAL).tell();
            narrator.blank();
            narrator.say(narrator.good("Every cheat was found.")
                    + " docs/verification.md says why that is so, and what it does not protect against.");
            if (answersJson()) {
                terminal().out().println(Json.write(found));
            }
        } catch (CommandFailure failure) {
            if (answersJson()) {
                Map<String, Object> object = new LinkedHashMap<>();
                object.put("ok", false);
                object.put("error", String.valueOf(failure.getMessage()));
                terminal().out().println(Json.write(object));
            }
            throw failure;
        }
    }
}
