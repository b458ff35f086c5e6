package network.millrace.cli.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.command.Home;
import network.millrace.cli.image.WebImage;
import network.millrace.cli.local.BackendChoice;
import network.millrace.cli.local.LocalNetwork;
import network.millrace.cli.local.LocalPlan;
import network.millrace.cli.local.LocalPlan.Workshop;
import network.millrace.cli.local.TemporaryNetwork;
import network.millrace.cli.output.Json;
import network.millrace.cli.output.Terminal;
import network.millrace.client.Network;
import network.millrace.client.http.HttpNetwork;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace demo}: the main job on one machine, from nothing to a settled bill, each step shown and checked. */
@Command(
        name = "demo",
        description = {
            "Show the whole network at work on this machine, from an order to its bill. Takes about a minute.",
            "",
            "A node, three providers and a tenant, each a process of its own: an order is placed, won, run, asked over HTTP,"
                    + " survives the death of its provider's agent, and is settled. Nothing is kept."
        },
        footer = {
            "",
            "Example:",
            "  millrace demo",
            "  millrace demo --backend docker",
            "  millrace demo --output json",
            "  millrace demo proof"
        })
public final class DemoCommand extends BaseCommand {
    private static final long ORDER_LIFETIME_MS = 6_000;
    private static final String CHAIN = "millrace-demo-1";

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "",
            description = "What runs the workloads: sandbox or docker. Without it the first that works here.")
    private String wantedBackend = "";

    private DemoCommand(Terminal terminal) {
        super(terminal);
    }

    /** The command, with the demonstration that is a command of its own. */
    public static CommandLine line(Terminal terminal) {
        return new CommandLine(new DemoCommand(terminal)).addSubcommand(new ProofDemoCommand(terminal));
    }

    @Override
    protected void execute() throws Exception {
        PrintStream stream = answersJson() ? terminal().err() : terminal().out();
        Narrator narrator = new Narrator(terminal(), stream);
        try {
            DemoResult result = run(narrator);
            narrator.blank();
            narrator.say(narrator.good("All of it held.")
                    + " Next: `./millrace up` keeps such a network; README.md says how to go on.");
            if (answersJson()) {
                terminal().out().println(Json.write(result.json()));
            }
        } catch (CommandFailure failure) {
            sayNotOk(failure);
            throw failure;
        } catch (IOException | RuntimeException failure) {
            sayNotOk(failure);
            throw failure;
        }
    }

    private DemoResult run(Narrator narrator) throws Exception {
        narrator.say("Millrace demo: a network of one node, three providers and one tenant on this machine.");
        narrator.blank();
        BackendChoice backend = BackendChoice.find(wantedBackend);
        narrator.step("backend", backend.name() + ": each workload in a container of its own");
        backend.limitations().forEach(limitation -> narrator.more("limit: " + limitation));
        Home home = TemporaryNetwork.home(backend.name());
        Path images = TemporaryNetwork.images(home);
        Path image = WebImage.in(images, doing -> narrator.step("image", doing));
        narrator.step("image", "of examples/web.yaml, made from this JDK: " + image.getFileName());
        LocalPlan plan = LocalPlan.ofThree(home, CHAIN, ORDER_LIFETIME_MS, new Workshop(backend.name(), images));
        try (TemporaryNetwork temporary = new TemporaryNetwork(plan);
                LocalNetwork network = temporary.start(doing -> narrator.step("start", doing));
                Network client = HttpNetwork.of(network.node())) {
            return new DemoStory(narrator, network, client, examples()).tell();
        }
    }

    private static Path examples() {
        Path examples = Path.of(System.getProperty("millrace.root", "."), "examples");
        if (!Files.isRegularFile(examples.resolve("web.yaml"))) {
            throw CommandFailure.missing("the examples are not in "
                    + examples.toAbsolutePath().normalize() + ": run ./millrace from a checkout of Millrace");
        }
        return examples;
    }

    /** A script reads one object, also when it did not work. */
    private void sayNotOk(Exception failure) {
        if (answersJson()) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("ok", false);
            object.put("error", String.valueOf(failure.getMessage()));
            terminal().out().println(Json.write(object));
        }
    }
}
