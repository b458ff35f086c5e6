package network.millrace.agent;

import com.google.protobuf.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import network.millrace.agent.access.Door;
import network.millrace.agent.access.DoorCertificates;
import network.millrace.agent.access.DoorIdentity;
import network.millrace.agent.access.UsedTokens;
import network.millrace.agent.bidding.Offering;
import network.millrace.agent.bidding.Screening;
import network.millrace.agent.core.AgentCore;
import network.millrace.agent.core.AgentIdentity;
import network.millrace.agent.core.AgentPolicy;
import network.millrace.agent.core.AgentView;
import network.millrace.agent.inventory.Machine;
import network.millrace.agent.journal.FileJournal;
import network.millrace.agent.journal.Journal;
import network.millrace.agent.lease.LeasePlan;
import network.millrace.agent.lease.ManifestGate;
import network.millrace.agent.lease.WorkloadPlans;
import network.millrace.agent.pricing.Pricing;
import network.millrace.agent.settings.AgentSettings;
import network.millrace.agent.settings.DoorSettings;
import network.millrace.agent.shell.AgentShell;
import network.millrace.agent.shell.CheckedManifests;
import network.millrace.agent.shell.EffectRunner;
import network.millrace.agent.shell.Follower;
import network.millrace.agent.shell.LedgerKeys;
import network.millrace.agent.shell.LedgerReader;
import network.millrace.agent.shell.Upkeep;
import network.millrace.agent.workload.WorkloadBackend;
import network.millrace.client.Network;
import network.millrace.client.NetworkException;
import network.millrace.client.transactions.TransactionFailedException;
import network.millrace.client.transactions.TransactionSender;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.agent.v1.JournalRecord;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.provider.v1.Provider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One provider, wired: opens its journal, adopts what runs, opens its door, keeps its registration true, and follows the ledger.
 * Closing it leaves all workloads running.
 */
public final class Agent implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    private final AgentShell shell;
    private final Follower follower;
    private final Upkeep upkeep;
    private final Door door;
    private final Journal journal;
    private final String endpoint;

    private Agent(AgentShell shell, Follower follower, Upkeep upkeep, Door door, Journal journal, String endpoint) {
        this.shell = shell;
        this.follower = follower;
        this.upkeep = upkeep;
        this.door = door;
        this.journal = journal;
        this.endpoint = endpoint;
    }

    /**
     * What an agent needs from outside. Network and backend stay the caller's, to be closed after the agent.
     *
     * @param key of the provider's account
     * @param version of the program, shown to tenants
     */
    public record Parts(
            Network network, WorkloadBackend backend, PrivateKey key, String version, InstantSource clock) {}

    /**
     * Starts the agent of a registered or new provider. Its registration is made, or mended where it differs.
     *
     * @throws IOException when the home cannot be used, or another agent uses it
     * @throws NetworkException when no node answers and the provider has never run before
     * @throws TransactionFailedException when the ledger refuses the registration of a new
     *     provider
     */
    public static Agent start(AgentHome home, AgentSettings settings, Parts parts) throws IOException {
        Files.createDirectories(home.workloads());
        Address provider = parts.key().address();
        Machine measured = Machine.measure(home.workloads());
        Machine machine = parts.backend().keepsFilesInMemory() ? measured.withFilesInMemory() : measured;
        DoorCertificates certificates = DoorCertificates.open(home.certificates(), "millrace provider", parts.clock());
        Journal journal = FileJournal.open(home.journal());
        try {
            AgentIdentity identity = new AgentIdentity(provider, chainId(parts.network(), journal));
            UsedTokens used = UsedTokens.open(home.usedTokens(), parts.clock().instant());
            return open(settings, parts, new Ground(identity, machine, certificates, journal, used));
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /** A provider that has run before opens its door also while no node answers: its tenants' workloads run behind it. */
    private static String chainId(Network network, Journal journal) throws IOException {
        try {
            return network.status().getChainId();
        } catch (NetworkException e) {
            String remembered = journal.records().stream()
                    .filter(JournalRecord::hasOpened)
                    .map(record -> record.getOpened().getChainId())
                    .findFirst()
                    .orElseThrow(() -> e);
            LOG.warn("no node answers; going on for network {} of the journal: {}", remembered, e.getMessage());
            return remembered;
        }
    }

    /** What an agent stands on. */
    private record Ground(
            AgentIdentity identity, Machine machine, DoorCertificates certificates, Journal journal, UsedTokens used) {}

    private static Agent open(AgentSettings settings, Parts parts, Ground ground) throws IOException {
        TransactionSender sender = TransactionSender.of(parts.network(), parts.key());
        AgentCore core = new AgentCore(
                ground.identity(),
                policy(settings, ground),
                ground.journal().records(),
                parts.clock().millis());
        Address provider = ground.identity().provider();
        EffectRunner runner = new EffectRunner(
                new LedgerReader(parts.network(), provider), sender::send, parts.backend(), ground.journal());
        AgentShell shell = new AgentShell(core, runner, ground.journal(), parts.clock());
        DoorSettings doorSettings = settings.door();
        Door door = Door.open(
                new DoorIdentity(
                        provider,
                        parts.version(),
                        parts.backend().name(),
                        parts.backend().check().limitations()),
                new Door.Behind(shell, parts.backend(), new LedgerKeys(parts.network()), ground.used()),
                ground.certificates().tls(),
                doorSettings,
                parts.clock());
        try {
            String endpoint = doorSettings.endpoint(door.port());
            Upkeep upkeep = new Upkeep(
                    shell,
                    parts.backend(),
                    ground.certificates(),
                    () -> register(settings, parts.network(), sender, ground, endpoint));
            upkeep.register(!ground.journal().records().isEmpty());
            shell.start();
            upkeep.start();
            LOG.info(
                    "provider={} serves {} with backend {}",
                    provider,
                    endpoint,
                    parts.backend().name());
            return new Agent(shell, new Follower(parts.network(), shell), upkeep, door, ground.journal(), endpoint);
        } catch (RuntimeException e) {
            door.close();
            throw e;
        }
    }

    private static AgentPolicy policy(AgentSettings settings, Ground ground) {
        Provider self = Registration.of(ground.identity().provider(), settings, ground.machine(), "", List.of())
                .wanted();
        Offering offering =
                new Offering(self.getCapacity(), self.getAttributesList(), self.getCountry(), self.getRegion());
        return new AgentPolicy(
                new Screening(offering, new Pricing(settings.rates()), settings.filters()),
                new LeasePlan(settings.leaseTimings()),
                new ManifestGate(
                        new CheckedManifests(),
                        new WorkloadPlans(ground.identity().chainId(), settings.processesMax())),
                settings.coreLimits());
    }

    /** Makes the ledger say what is true of this provider; a new provider is registered. */
    private static void register(
            AgentSettings settings, Network network, TransactionSender sender, Ground ground, String endpoint) {
        Address provider = ground.identity().provider();
        Registration registration = Registration.of(
                provider,
                settings,
                ground.machine(),
                endpoint,
                ground.certificates().fingerprints());
        Optional<Provider> present = Registration.onLedger(network, provider);
        if (present.isEmpty()) {
            sender.send(registration.register());
            LOG.info("provider={} registered at {}", provider, endpoint);
            return;
        }
        registration.update(present.get()).ifPresent(message -> update(sender, message, registration, present.get()));
    }

    /** What leases need cannot be taken away; where the door is must be true all the same. */
    private static void update(TransactionSender sender, Message message, Registration registration, Provider present) {
        try {
            sender.send(message);
            LOG.info("provider={} registration updated", registration.wanted().getOwner());
        } catch (TransactionFailedException e) {
            LOG.warn("the ledger keeps what is registered while leases need it: {}", e.getMessage());
            Registration reachable = registration.keepingOffer(present);
            reachable.update(present).ifPresent(sender::send);
        }
    }

    /** https://host:port of the door, as on the ledger. */
    public String endpoint() {
        return endpoint;
    }

    /** The port of the door. */
    public int port() {
        return door.port();
    }

    /** Completes when the agent stops; exceptionally when it could not go on. */
    public CompletableFuture<Void> end() {
        return shell.end();
    }

    /** What it holds and does. */
    public AgentView view() {
        return shell.view();
    }

    /** Waits until the ledger has been read and the agent bids, or the time is over. */
    public boolean awaitReady(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (shell.height() == 0
                && System.nanoTime() < deadline
                && !shell.end().isDone()) {
            shell.awaitChange(shell.version(), Duration.ofMillis(100));
        }
        return shell.height() != 0;
    }

    @Override
    public void close() throws IOException {
        follower.close();
        upkeep.close();
        shell.close();
        door.close();
        journal.close();
    }
}
