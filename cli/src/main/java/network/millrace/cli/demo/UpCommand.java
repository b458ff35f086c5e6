package network.millrace.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.command.HomeLock;
import network.millrace.cli.image.WebImage;
import network.millrace.cli.local.BackendChoice;
import network.millrace.cli.local.LocalNetwork;
import network.millrace.cli.local.LocalPlan;
import network.millrace.cli.local.LocalPlan.Workshop;
import network.millrace.cli.local.ProviderPlan;
import network.millrace.cli.output.ProgressLine;
import network.millrace.cli.output.Table;
import network.millrace.cli.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace up}: the demo's network, kept in the home. */
@Command(
        name = "up",
        description = {
            "Run a network on this machine until Ctrl-C: a node and three providers.",
            "",
            "It is kept in the home, and comes back where it was after any end. The key `tenant` has money; keys have no"
                    + " passphrase."
        },
        footer = {
            "",
            "Example:",
            "  millrace up",
            "  millrace up --backend docker",
            "  millrace deploy examples/web.yaml --from tenant     (in another terminal)"
        })
public final class UpCommand extends BaseCommand {
    private static final long ORDER_LIFETIME_MS = 600_000;
    private static final String CHAIN = "millrace-local-1";
    private static final int USUAL_PORT = 26_660;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "",
            description = "What runs the workloads: sandbox or docker. Without it the first that works here.")
    private String wantedBackend = "";

    public UpCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() throws Exception {
        Files.createDirectories(home().folder());
        try (HomeLock _ = HomeLock.take(home());
                LocalNetwork network = start()) {
            Runtime.getRuntime().addShutdownHook(new Thread(network::close, "network ending"));
            show(() -> text(network), () -> facts(network));
            terminal().out().flush();
            String ended = network.awaitFailure();
            throw CommandFailure.failed(
                    ended + " has ended by itself; its log: " + network.logs().resolve(ended + ".log"));
        }
    }

    private LocalNetwork start() throws IOException, InterruptedException {
        try (ProgressLine progress = progress("looking for what can run workloads")) {
            BackendChoice backend = BackendChoice.find(wantedBackend);
            backend.limitations().forEach(limitation -> terminal().note("note: " + limitation));
            WebImage.in(home().images(), progress);
            LocalPlan plan = LocalPlan.ofThree(
                            home(), CHAIN, ORDER_LIFETIME_MS, new Workshop(backend.name(), home().images()))
                    .withNodePort(USUAL_PORT);
            LocalNetwork network = LocalNetwork.start(plan, progress);
            home().rememberNodeAddress(network.node());
            return network;
        }
    }

    private String text(LocalNetwork network) {
        Table table = Table.of("KEY", "ADDRESS", "WHAT");
        table.row(LocalPlan.TENANT, network.address(LocalPlan.TENANT), "yours: 10000 usd, 1000000 mil");
        for (ProviderPlan provider : network.plan().providers()) {
            table.row(
                    provider.name(),
                    network.address(provider.name()),
                    "a provider, process " + network.agent(provider.name()).pid());
        }
        return "network " + network.plan().chainId() + " at " + network.node() + ", kept in " + home().folder() + "\n\n"
                + table.text(terminal()) + "\ntry: " + deployLine() + "\nend: Ctrl-C";
    }

    private String deployLine() {
        return "./millrace deploy examples/web.yaml --from tenant" + (namesHome() ? " --home " + home().folder() : "");
    }

    private static Map<String, Object> facts(LocalNetwork network) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("node", network.node().toString());
        facts.put("chain_id", network.plan().chainId());
        facts.put("tenant", network.address(LocalPlan.TENANT).toString());
        List<Map<String, Object>> providers = network.plan().providers().stream()
                .map(provider -> {
                    Map<String, Object> one = new LinkedHashMap<>();
                    one.put("name", provider.name());
                    one.put("address", network.address(provider.name()).toString());
                    one.put("pid", network.agent(provider.name()).pid());
                    return one;
                })
                .toList();
        facts.put("providers", providers);
        return facts;
    }
}
