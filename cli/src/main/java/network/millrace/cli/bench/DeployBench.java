package network.millrace.cli.bench;

import com.google.protobuf.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.command.Home;
import network.millrace.cli.image.LocalImages;
import network.millrace.cli.image.WebImage;
import network.millrace.cli.local.BackendChoice;
import network.millrace.cli.local.LocalNetwork;
import network.millrace.cli.local.LocalPlan;
import network.millrace.cli.local.LocalPlan.Workshop;
import network.millrace.cli.local.TemporaryNetwork;
import network.millrace.cli.market.Closing;
import network.millrace.cli.market.Deployer;
import network.millrace.cli.market.Deployer.Placed;
import network.millrace.cli.market.ProviderDoors;
import network.millrace.cli.market.SdlFile;
import network.millrace.cli.output.Progress;
import network.millrace.client.Network;
import network.millrace.client.http.HttpNetwork;
import network.millrace.client.sdl.SdlDocument;
import network.millrace.client.transactions.TransactionSender;
import network.millrace.client.wallet.KeyName;
import network.millrace.client.wallet.Keystore;
import network.millrace.client.wallet.Passphrase;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.market.v1.LeaseAwarded;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.money.Money;

/**
 * How long a tenant waits: real processes on loopback, a real sandbox, a bid window of one second. Clocks start when the tenant begins to send the
 * order, so that gas estimate, block delay and the way back are in the figures. The first runs, which unpack the image, do not count.
 */
final class DeployBench implements Benchmark {
    private static final int WARM_UPS = 2;
    private static final int RUNS = 20;
    private static final long ORDER_LIFETIME_MS = 60_000;
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "deploy";
    }

    @Override
    public String describe() {
        return "from order to lease and to a running workload, with real processes on this machine";
    }

    /** One run's times in seconds. */
    private record Times(double lease, double ready) {}

    @Override
    public List<Figure> run(Progress progress) throws Exception {
        progress.report("starting a network");
        BackendChoice backend = BackendChoice.find();
        Home home = TemporaryNetwork.home(backend.name());
        Path images = TemporaryNetwork.images(home);
        WebImage.in(images, progress);
        LocalPlan plan =
                LocalPlan.ofThree(home, "millrace-bench-1", ORDER_LIFETIME_MS, new Workshop(backend.name(), images));
        try (TemporaryNetwork temporary = new TemporaryNetwork(plan);
                LocalNetwork local = temporary.start(progress);
                Network network = HttpNetwork.of(local.node())) {
            return measure(local, network, progress);
        }
    }

    private static List<Figure> measure(LocalNetwork local, Network network, Progress progress) throws Exception {
        PrivateKey tenant = new Keystore(local.plan().home().keys())
                .unlock(new KeyName(LocalPlan.TENANT), Passphrase.noneForDevelopment());
        TransactionSender sender = TransactionSender.of(network, tenant);
        Deployer deployer = new Deployer(network, sender, new ProviderDoors(network, tenant));
        SdlDocument document = document(local);
        Money deposit = deployer.usualDeposit(document);
        Samples lease = new Samples();
        Samples ready = new Samples();
        for (int run = 1 - WARM_UPS; run <= RUNS; run++) {
            progress.report(run < 1 ? "warming up" : "deployment " + run + " of " + RUNS);
            Times times = once(network, sender, deployer, document, deposit);
            if (run >= 1) {
                lease.add(times.lease());
                ready.add(times.ready());
            }
        }
        return List.of(
                Figure.atMost("order to lease, median of " + RUNS, lease.median(), "s", 1.5),
                Figure.shown("order to lease, slowest", lease.worst(), "s"),
                Figure.atMost("deploy to ready, median of " + RUNS, ready.median(), "s", 3),
                Figure.shown("deploy to ready, slowest", ready.worst(), "s"));
    }

    private static SdlDocument document(LocalNetwork local) throws IOException {
        Path example = Path.of(System.getProperty("millrace.root", "."), "examples", "web.yaml");
        return new SdlFile(example, new LocalImages(local.plan().workshop().images())).read(Progress.SILENT);
    }

    private static Times once(
            Network network, TransactionSender sender, Deployer deployer, SdlDocument document, Money deposit)
            throws Exception {
        long started = System.nanoTime();
        double[] leaseSeconds = new double[1];
        Placed placed = deployer.place(document, deposit, OrderTerms.getDefaultInstance());
        deployer.awaitReady(placed, READY_LIMIT, (fact, timeMs) -> noteAward(fact, started, leaseSeconds));
        double readySeconds = secondsSince(started);
        if (!Closing.of(network, sender, placed.id()).bill().isConserved()) {
            throw CommandFailure.failed("the bill of deployment " + placed.id() + " does not add up");
        }
        return new Times(leaseSeconds[0], readySeconds);
    }

    private static void noteAward(Message fact, long started, double[] leaseSeconds) {
        if (fact instanceof LeaseAwarded) {
            leaseSeconds[0] = secondsSince(started);
        }
    }

    private static double secondsSince(long startedNanos) {
        return (System.nanoTime() - startedNanos) / 1e9;
    }
}
