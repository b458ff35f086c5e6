package network.millrace.cli.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import network.millrace.agent.Agent;
import network.millrace.agent.AgentHome;
import network.millrace.agent.settings.AgentSettings;
import network.millrace.agent.workload.Readiness;
import network.millrace.agent.workload.WorkloadBackend;
import network.millrace.agent.workload.backends.Backends;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.command.Build;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.command.Ending;
import network.millrace.cli.output.LogSetup;
import network.millrace.cli.output.Terminal;
import network.millrace.client.Network;
import network.millrace.client.NetworkException;
import network.millrace.client.http.HttpNetwork;
import network.millrace.protocol.crypto.PrivateKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace provider start}: runs one provider's agent until it is told to end; its workloads go on. */
@Command(
        name = "start",
        description = {
            "Run a provider's agent until Ctrl-C: it registers, bids, and runs what it wins.",
            "",
            "Workloads go on running when the agent ends or is killed; the next start adopts them."
        },
        footer = {"", "Example:", "  millrace provider start birch"})
final class ProviderStartCommand extends BaseCommand {
    private static final Duration READY_LIMIT = Duration.ofMinutes(2);

    @Mixin
    private ProviderOptions provider = new ProviderOptions();

    @Option(
            names = "--images",
            paramLabel = "FOLDER",
            description =
                    "Where oci: images of this machine may lie; default the home's images folder. May be repeated.")
    private List<Path> images = new ArrayList<>();

    @Mixin
    private Ending ending = new Ending();

    ProviderStartCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() throws Exception {
        LogSetup.tellAll();
        AgentSettings settings = provider.settings(home());
        AgentHome folder = provider.home(home());
        PrivateKey key = provider.unlock(home(), terminal());
        try (Network network = namedNode().map(HttpNetwork::of).orElseGet(() -> ProviderOptions.network(settings));
                WorkloadBackend backend =
                        Backends.open(settings.backend(), folder.workloads(), images(), InstantSource.system())) {
            requireUsable(backend.check());
            Agent agent = Agent.start(
                    folder, settings, new Agent.Parts(network, backend, key, Build.version(), InstantSource.system()));
            ending.onEnd(() -> close(agent, backend, network));
            serve(agent, key);
        } catch (NetworkException silent) {
            throw CommandFailure.failed(
                    silent.getMessage() + "; is the node running? Name another with --node URL", silent);
        }
    }

    private List<Path> images() {
        return (images.isEmpty() ? List.of(home().images()) : images)
                .stream().map(image -> image.toAbsolutePath().normalize()).toList();
    }

    private void requireUsable(Readiness readiness) {
        if (!readiness.isUsable()) {
            throw CommandFailure.missing("this provider cannot run workloads: " + readiness.sentence());
        }
        readiness.limitations().forEach(limitation -> terminal().note("note: " + limitation));
    }

    private void serve(Agent agent, PrivateKey key) throws InterruptedException {
        if (!agent.awaitReady(READY_LIMIT)) {
            throw CommandFailure.failed("the ledger could not be read within " + READY_LIMIT.toSeconds() + " s");
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("endpoint", agent.endpoint());
        facts.put("provider", key.address().toString());
        show(() -> "provider " + provider.name() + " (" + key.address() + ") serves " + agent.endpoint(), () -> facts);
        terminal().out().flush();
        try {
            agent.end().get();
        } catch (ExecutionException failure) {
            throw CommandFailure.failed("the agent stopped by itself: " + failure.getCause(), failure);
        }
    }

    /** The order matters: the agent may still use the backend while it ends. */
    private static void close(Agent agent, WorkloadBackend backend, Network network) {
        try {
            agent.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            backend.close();
            network.close();
        }
    }
}
