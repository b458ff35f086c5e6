package network.millrace.cli.market;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.millrace.cli.command.Amounts;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.command.NetworkCommand;
import network.millrace.cli.command.SigningOptions;
import network.millrace.cli.image.LocalImages;
import network.millrace.cli.market.Deployer.Placed;
import network.millrace.cli.market.Screening.Opinion;
import network.millrace.cli.output.Progress;
import network.millrace.cli.output.Terminal;
import network.millrace.client.Network;
import network.millrace.client.access.ProviderDoor;
import network.millrace.client.sdl.SdlDocument;
import network.millrace.client.sdl.SdlException;
import network.millrace.client.transactions.TransactionSender;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.resources.v1.GroupSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace deploy}: from a file to a running workload. */
@Command(
        name = "deploy",
        description = {
            "Order what an SDL file describes, send it to the provider that wins, and wait until it runs.",
            "",
            "With --dry-run nothing is ordered: it shows who would bid, at what price, and who not and why."
        },
        footer = {
            "",
            "Example:",
            "  millrace deploy examples/web.yaml --from tenant --deposit 5000000uusd",
            "  millrace deploy examples/gpu.yaml --dry-run"
        })
public final class DeployCommand extends NetworkCommand {
    @Parameters(paramLabel = "FILE", description = "The SDL document.")
    private Path file = Path.of("");

    @Option(names = "--dry-run", description = "Only ask who would bid.")
    private boolean dryRun;

    @Option(
            names = "--deposit",
            paramLabel = "AMOUNT",
            defaultValue = "",
            description = "What to set aside, such as 5usd; default ten times the least. What is not used comes back.")
    private String deposit = "";

    @Option(names = "--region", paramLabel = "NAME", defaultValue = "", description = "Only providers of this region.")
    private String region = "";

    @Option(
            names = "--residency",
            paramLabel = "CC",
            defaultValue = "",
            description = "Only providers in this country (ISO 3166-1, two letters).")
    private String residency = "";

    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "How long you expect to run; 0 = open end.")
    private long durationSeconds;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long to wait until it runs; default ${DEFAULT-VALUE}.")
    private long waitSeconds;

    @Mixin
    private SigningOptions signing = new SigningOptions();

    public DeployCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute(Network network, Progress progress) throws Exception {
        SdlFile sdl = new SdlFile(file, new LocalImages(home().images()));
        SdlDocument document = sdl.read(progress);
        document.remarks().forEach(remark -> terminal().note("note: " + file + ": " + remark));
        try {
            if (dryRun) {
                ask(network, document, progress);
            } else {
                deploy(network, document, progress);
            }
        } catch (SdlException wrong) {
            throw sdl.problems(wrong);
        }
    }

    private OrderTerms terms() {
        return OrderTerms.newBuilder()
                .setRegion(region)
                .setResidency(residency)
                .setExpectedDurationS(durationSeconds)
                .build();
    }

    private void ask(Network network, SdlDocument document, Progress progress)
            throws SdlException, InterruptedException {
        progress.report("asking the providers");
        Map<String, List<Opinion>> groups = new LinkedHashMap<>();
        for (GroupSpec group : document.groups(MarketFacts.of(network).denominations())) {
            groups.put(group.getName(), new Screening(network).ask(group, terms()));
        }
        show(() -> text(groups), () -> json(groups));
        if (groups.values().stream().anyMatch(opinions -> opinions.stream().noneMatch(Opinion::wouldBid))) {
            throw CommandFailure.failed("nobody would bid on all of it");
        }
    }

    private String text(Map<String, List<Opinion>> groups) {
        StringBuilder text = new StringBuilder();
        groups.forEach((name, opinions) -> text.append("group ")
                .append(name)
                .append("\n\n")
                .append(OpinionTable.text(opinions, terminal()))
                .append('\n'));
        return text.toString();
    }

    private static List<Object> json(Map<String, List<Opinion>> groups) {
        List<Object> list = new ArrayList<>();
        groups.forEach((name, opinions) -> {
            Map<String, Object> group = new LinkedHashMap<>();
            group.put("group", name);
            group.put("providers", OpinionTable.json(opinions));
            list.add(group);
        });
        return list;
    }

    private void deploy(Network network, SdlDocument document, Progress progress) throws Exception {
        PrivateKey key = signing.unlock(home(), terminal());
        Deployer deployer = new Deployer(network, TransactionSender.of(network, key), new ProviderDoors(network, key));
        Money money = deposit.isEmpty() ? deployer.usualDeposit(document) : Amounts.parse(deposit);
        progress.report("ordering");
        Placed placed = deployer.place(document, money, terms());
        terminal().note("deployment " + placed.id().dseq() + " is ordered, " + Amounts.text(money) + " set aside");
        progress.report("waiting for bids");
        MarketFacts market = MarketFacts.of(network);
        DeployTale tale =
                new DeployTale(network, document.groups(market.denominations()), terms(), terminal(), progress);
        deployer.awaitReady(placed, Duration.ofSeconds(waitSeconds), tale);
        List<Map<String, Object>> leases = tale.leases();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("owner", placed.id().owner().toString());
        facts.put("dseq", placed.id().dseq());
        facts.put("hash", placed.receipt().hash().hex());
        facts.put("key", signing.stored(home(), terminal()).name().value());
        facts.put("leases", leases);
        facts.put("addresses", addresses(new ProviderDoors(network, key), leases));
        Duration period = MarketFacts.pricingPeriod(network);
        show(() -> summary(placed, tale, period, facts), () -> facts);
    }

    /** Where the services that are open to the world are reached. */
    private static List<String> addresses(ProviderDoors doors, List<Map<String, Object>> leases) {
        List<String> addresses = new ArrayList<>();
        for (Map<String, Object> lease : leases) {
            LeaseId id = LeaseId.parse(String.valueOf(lease.get("lease")));
            try (ProviderDoor door = doors.open(id.provider())) {
                door.leaseStatus(id).getServicesList().forEach(service -> service.getUrisList()
                        .forEach(uri -> addresses.add(door.address().endpoint() + uri)));
            }
        }
        return addresses;
    }

    private static String summary(Placed placed, DeployTale tale, Duration period, Map<String, Object> facts) {
        StringBuilder text = new StringBuilder("deployment " + placed.id().dseq() + " runs\n\n");
        text.append(tale.text(period));
        if (facts.get("addresses") instanceof List<?> addresses) {
            addresses.forEach(address -> text.append("open     ")
                    .append(address)
                    .append("\n         (the provider's own certificate: curl -k, or let the browser pass)\n"));
        }
        String from = placed.id().dseq() + " --from " + facts.get("key");
        return text + "\nnext: ./millrace lease status " + from + "\n      ./millrace lease logs " + from
                + " -f\n      ./millrace close " + from;
    }
}
