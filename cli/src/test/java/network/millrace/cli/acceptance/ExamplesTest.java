package network.millrace.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.command.Home;
import network.millrace.cli.image.LocalImages;
import network.millrace.cli.local.BackendChoice;
import network.millrace.cli.local.LocalNetwork;
import network.millrace.cli.local.LocalPlan;
import network.millrace.cli.local.ProviderPlan;
import network.millrace.cli.local.TemporaryNetwork;
import network.millrace.cli.market.Deployer;
import network.millrace.cli.market.ProviderDoors;
import network.millrace.cli.market.Screening;
import network.millrace.cli.market.Screening.Opinion;
import network.millrace.cli.market.SdlFile;
import network.millrace.cli.output.Progress;
import network.millrace.client.Network;
import network.millrace.client.http.HttpNetwork;
import network.millrace.client.sdl.Sdl;
import network.millrace.client.sdl.SdlDocument;
import network.millrace.client.sdl.SdlProblem;
import network.millrace.client.transactions.TransactionSender;
import network.millrace.client.wallet.KeyName;
import network.millrace.client.wallet.Keystore;
import network.millrace.client.wallet.Passphrase;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.market.v1.LeaseReady;
import network.millrace.protocol.market.v1.MsgCloseDeployment;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.Mismatch;
import network.millrace.protocol.resources.v1.MismatchCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each example does on a network of this machine what its comments say: it runs, or providers give these reasons. */
@Timeout(300)
final class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    /** What providers answer when they are asked, by example: a part of the first reason; "" = somebody bids on every group. */
    private static final Map<String, String> ANSWERS = new TreeMap<>(Map.ofEntries(
            Map.entry("batch.yaml", ""),
            Map.entry("features-2.1.yaml", ""),
            Map.entry("gpu.yaml", "GPU"),
            Map.entry("ip-endpoint.yaml", "leased IP address"),
            Map.entry("own-image.yaml", ""),
            Map.entry("private-registry.yaml", ""),
            Map.entry("two-places.yaml", ""),
            Map.entry("two-services.yaml", "one instance of one service per lease"),
            Map.entry("volume.yaml", "persistent storage of class beta2"),
            Map.entry("web.yaml", "")));

    /**
     * Those that are deployed, side by side since what they do is mostly to wait; web.yaml is run by the whole scenario beside
     * this.
     */
    private static final List<String> DEPLOYED =
            List.of("batch.yaml", "features-2.1.yaml", "two-places.yaml", "private-registry.yaml");

    /** Remarks that an example is there to show. */
    private static final Map<String, String> REMARKS = Map.of("private-registry.yaml", "credentials");

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.sorted().toList();
        }
    }

    @Test
    void everyExampleIsKnownHereAndReadsWithoutUnwantedRemarks() throws Exception {
        assertThat(examples().stream().map(file -> file.getFileName().toString()))
                .containsExactlyElementsOf(ANSWERS.keySet());
        for (Path example : examples()) {
            String name = example.getFileName().toString();
            List<SdlProblem> remarks = Sdl.parse(Files.readString(example)).remarks();
            assertThat(remarks).as(name).allSatisfy(remark -> assertThat(remark.path())
                    .contains(REMARKS.getOrDefault(name, "no remark is wanted here")));
        }
    }

    /** As it is deployed: with the full paths of this machine's images. */
    private static SdlDocument document(String name, LocalImages images) throws IOException {
        return new SdlFile(EXAMPLES.resolve(name), images).read(Progress.SILENT);
    }

    @Test
    void providersDoWithEachWhatItsCommentsSay() throws Exception {
        String backend = backend();
        Home home = TemporaryNetwork.home(backend);
        LocalImages images = new LocalImages(SharedImages.folder());
        LocalPlan plan = ofTwo(LocalPlan.ofThree(
                home, "millrace-examples-1", 60_000, new LocalPlan.Workshop(backend, images.folder())));
        try (TemporaryNetwork temporary = new TemporaryNetwork(plan);
                LocalNetwork local = temporary.start(Progress.SILENT);
                Network network = HttpNetwork.of(local.node())) {
            for (Map.Entry<String, String> answer : ANSWERS.entrySet()) {
                ask(network, document(answer.getKey(), images), answer.getKey(), answer.getValue());
            }
            PrivateKey key =
                    new Keystore(home.keys()).unlock(new KeyName(LocalPlan.TENANT), Passphrase.noneForDevelopment());
            TransactionSender sender = TransactionSender.of(network, key);
            Tenant tenant = new Tenant(new Deployer(network, sender, new ProviderDoors(network, key)), sender);
            Courses ready = new Courses(new TreeMap<>());
            try (ExecutorService courses = Executors.newVirtualThreadPerTaskExecutor()) {
                for (String name : DEPLOYED) {
                    Deployer.Placed placed = tenant.place(document(name, images));
                    ready.running.put(name, courses.submit(() -> tenant.groupsThatRun(placed)));
                }
            }
            assertThat(ready.of("features-2.1.yaml").get()).isEqualTo(1);
            assertThat(ready.of("two-places.yaml").get()).isEqualTo(2);
            assertThatThrownBy(ready.of("batch.yaml")::get)
                    .cause()
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("workload exited");
            assertThatThrownBy(ready.of("private-registry.yaml")::get)
                    .cause()
                    .hasMessageContaining("fetches images without credentials");
        }
    }

    /** What became of each deployment: how many of its groups run. */
    private record Courses(Map<String, Future<Integer>> running) {
        Future<Integer> of(String example) {
            return Objects.requireNonNull(running.get(example), example);
        }
    }

    /** One provider of each tier says all that three would; each offers enough to hold all that is deployed. */
    private static LocalPlan ofTwo(LocalPlan plan) {
        return new LocalPlan(
                plan.home(),
                plan.chainId(),
                plan.waits(),
                plan.workshop(),
                plan.nodePort(),
                Stream.of(plan.providers().getFirst(), plan.providers().getLast())
                        .map(ExamplesTest::withAllProcessors)
                        .toList());
    }

    private static ProviderPlan withAllProcessors(ProviderPlan provider) {
        Map<String, String> settings = new TreeMap<>(provider.settings());
        settings.put("offer.cpu_percent", "100");
        return new ProviderPlan(provider.name(), settings, provider.past());
    }

    private static String backend() throws IOException {
        try {
            return BackendChoice.find().name();
        } catch (CommandFailure nothing) {
            assertThat(System.getenv("CI")).as(nothing.getMessage()).isNotEqualTo("true");
            assumeTrue(false, nothing.getMessage());
            throw nothing;
        }
    }

    private static void ask(Network network, SdlDocument document, String name, String expected) throws Exception {
        for (GroupSpec group : document.groups()) {
            List<Opinion> opinions = answered(network, group);
            assertThat(opinions).as(name).hasSize(2);
            if (expected.isEmpty()) {
                assertThat(opinions).as(name).anyMatch(Opinion::wouldBid);
            } else {
                assertThat(opinions).as(name).allSatisfy(opinion -> {
                    assertThat(opinion.wouldBid()).isFalse();
                    assertThat(opinion.reasons()).extracting(Mismatch::getText).anySatisfy(text -> assertThat(text)
                            .contains(expected));
                });
            }
        }
    }

    /** On a busy machine a door may not answer within the tenant's patience; then it is asked again. */
    private static List<Opinion> answered(Network network, GroupSpec group) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<Opinion> opinions = new Screening(network).ask(group, OrderTerms.getDefaultInstance());
            boolean silent = opinions.stream()
                    .flatMap(opinion -> opinion.reasons().stream())
                    .anyMatch(reason -> reason.getCode() == MismatchCode.MISMATCH_NO_ANSWER);
            if (!silent || System.nanoTime() > end) {
                return opinions;
            }
        }
    }

    /** Orders, waits, and ends what it ordered. */
    private record Tenant(Deployer deployer, TransactionSender sender) {
        Deployer.Placed place(SdlDocument document) throws Exception {
            return deployer.place(document, deployer.usualDeposit(document), OrderTerms.getDefaultInstance());
        }

        /** How many groups came to run. */
        int groupsThatRun(Deployer.Placed placed) throws Exception {
            Counter counter = new Counter();
            try {
                deployer.awaitReady(placed, PATIENCE, counter);
            } finally {
                sender.send(MsgCloseDeployment.newBuilder()
                        .setOwner(placed.id().owner().toString())
                        .setDseq(placed.id().dseq())
                        .build());
            }
            return counter.ready;
        }
    }

    private static final class Counter implements Deployer.Listener {
        private int ready;

        @Override
        public void happened(Message event, long timeMs) {
            if (event instanceof LeaseReady) {
                ready++;
            }
        }
    }
}
