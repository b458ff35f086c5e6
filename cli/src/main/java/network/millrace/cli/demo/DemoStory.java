package network.millrace.cli.demo;

import com.google.protobuf.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import network.millrace.cli.command.Amounts;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.image.LocalImages;
import network.millrace.cli.local.LocalNetwork;
import network.millrace.cli.local.LocalPlan;
import network.millrace.cli.local.ProviderPlan;
import network.millrace.cli.market.Closing;
import network.millrace.cli.market.Deployer;
import network.millrace.cli.market.Deployer.Placed;
import network.millrace.cli.market.MarketFacts;
import network.millrace.cli.market.ProviderDoors;
import network.millrace.cli.market.SdlFile;
import network.millrace.cli.output.Progress;
import network.millrace.cli.output.Table;
import network.millrace.client.Network;
import network.millrace.client.access.ProviderDoor;
import network.millrace.client.sdl.SdlDocument;
import network.millrace.client.transactions.TransactionSender;
import network.millrace.client.wallet.KeyName;
import network.millrace.client.wallet.Keystore;
import network.millrace.client.wallet.Passphrase;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.market.v1.BidCreated;
import network.millrace.protocol.market.v1.LeaseAwarded;
import network.millrace.protocol.market.v1.LeaseReady;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.money.Price;

/** The demo's story, told once, from the order to the bill. Each part throws when what it tells is not so. */
final class DemoStory {
    private static final Duration READY_LIMIT = Duration.ofMinutes(2);

    private final Narrator narrator;
    private final LocalNetwork local;
    private final Network network;
    private final Path examples;
    private final PrivateKey tenant;
    private final TransactionSender sender;
    private final ProviderDoors doors;
    private final Duration period;

    DemoStory(Narrator narrator, LocalNetwork local, Network network, Path examples) {
        this.narrator = narrator;
        this.local = local;
        this.network = network;
        this.examples = examples;
        this.tenant = new Keystore(local.plan().home().keys())
                .unlock(new KeyName(LocalPlan.TENANT), Passphrase.noneForDevelopment());
        this.sender = TransactionSender.of(network, tenant);
        this.doors = new ProviderDoors(network, tenant);
        this.period = MarketFacts.pricingPeriod(network);
    }

    /** What is known once the workload runs. */
    private record Running(Placed placed, LeaseId lease, String winner, long orderToLeaseMs, long deployToReadyMs) {}

    DemoResult tell() throws Exception {
        introduce();
        Running running = deploy();
        new Contest(network, local.plan()).tell(running.placed().id(), narrator);
        HopelessOrder hopeless = new HopelessOrder(network, deployer(), narrator);
        HopelessOrder.Placed asked = hopeless.place(document("gpu.yaml"));
        try (ProviderDoor door = doors.open(running.lease().provider())) {
            LivingWorkload workload = new LivingWorkload(narrator, local, door, running.lease(), running.winner());
            workload.surviveTheAgent();
            hopeless.awaitRefund(asked);
            Closing closing = close(running);
            workload.requireGone();
            return result(running, closing, asked);
        }
    }

    private static DemoResult result(Running running, Closing closing, HopelessOrder.Placed asked) {
        return new DemoResult(
                running.orderToLeaseMs(),
                running.deployToReadyMs(),
                closing.bill(),
                running.lease().provider(),
                asked.reasons());
    }

    private void introduce() {
        narrator.step(
                "network",
                "node at " + local.node() + ", chain " + local.plan().chainId() + ", blocks when there is work");
        Table table = Table.of("PROVIDER", "PID", "PER CORE", "PLACE", "TIER", "KEPT", "BROKEN");
        for (ProviderPlan provider : local.plan().providers()) {
            table.row(
                    provider.name(),
                    local.agent(provider.name()).pid(),
                    provider.setting("pricing.core") + " uusd",
                    provider.setting("provider.country") + " " + provider.setting("provider.region"),
                    provider.setting("attributes.tier"),
                    provider.past().kept(),
                    provider.past().broken());
        }
        narrator.step("providers", "three, on the ledger and bidding; their past is invented in the demo's genesis");
        narrator.more(table);
    }

    private Deployer deployer() {
        return new Deployer(network, sender, doors);
    }

    private SdlDocument document(String name) throws Exception {
        return new SdlFile(
                        examples.resolve(name),
                        new LocalImages(local.plan().workshop().images()))
                .read(Progress.SILENT);
    }

    private Running deploy() throws Exception {
        SdlDocument document = document("web.yaml");
        Deployer deployer = deployer();
        Money deposit = deployer.usualDeposit(document);
        long started = System.nanoTime();
        Placed placed = deployer.place(document, deposit, OrderTerms.getDefaultInstance());
        narrator.step(
                "order",
                "examples/web.yaml: deployment " + placed.id().dseq() + ", " + Amounts.text(deposit)
                        + " set aside, block " + placed.receipt().height());
        List<LeaseId> leases = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        deployer.awaitReady(placed, READY_LIMIT, (fact, timeMs) -> tell(fact, started, leases, times));
        LeaseId lease = leases.getLast();
        String winner = name(lease);
        return new Running(placed, lease, winner, times.getFirst(), millisSince(started));
    }

    private void tell(Message fact, long started, List<LeaseId> leases, List<Long> times) {
        switch (fact) {
            case BidCreated bid ->
                narrator.step(
                        "bid",
                        name(bid.getId().getProvider()) + " asks "
                                + Amounts.priceText(Price.of(bid.getPrice()), period));
            case LeaseAwarded awarded -> {
                leases.add(LeaseId.of(awarded.getId()));
                times.add(millisSince(started));
                narrator.step(
                        "lease",
                        name(awarded.getId().getProvider()) + " wins, " + times.getLast()
                                + " ms after the order was sent;" + " the manifest goes to its door over pinned TLS");
            }
            case LeaseReady ready ->
                narrator.step(
                        "ready",
                        "the workload runs, " + millisSince(started)
                                + " ms after the order was sent; payment starts now");
            default -> {}
        }
    }

    private static long millisSince(long startedNanos) {
        return (System.nanoTime() - startedNanos) / 1_000_000;
    }

    private String name(LeaseId lease) {
        return name(lease.provider().toString());
    }

    private String name(String address) {
        return local.plan().providers().stream()
                .map(ProviderPlan::name)
                .filter(name -> local.address(name).toString().equals(address))
                .findFirst()
                .orElse(address);
    }

    private Closing close(Running running) {
        Closing closing = Closing.of(network, sender, running.placed().id());
        narrator.step("close", "deployment " + running.placed().id().dseq() + " is closed, the rest comes back");
        narrator.more(closing.bill().text());
        if (!closing.bill().isConserved()) {
            throw CommandFailure.failed("the bill does not add up");
        }
        return closing;
    }
}
