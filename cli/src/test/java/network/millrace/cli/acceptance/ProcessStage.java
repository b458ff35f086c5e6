package network.millrace.cli.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import network.millrace.cli.local.LocalNetwork;
import network.millrace.cli.local.LocalPlan;
import network.millrace.cli.local.ProviderPlan;
import network.millrace.cli.market.ProviderDoors;
import network.millrace.client.Network;
import network.millrace.client.RefusedException;
import network.millrace.client.access.DoorStream;
import network.millrace.client.access.ProviderDoor;
import network.millrace.client.http.HttpNetwork;
import network.millrace.client.transactions.TransactionSender;
import network.millrace.client.wallet.KeyName;
import network.millrace.client.wallet.Keystore;
import network.millrace.client.wallet.Passphrase;
import network.millrace.protocol.access.v1.LeaseStatus;
import network.millrace.protocol.access.v1.LogLine;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.simulation.scenarios.Stage;

/** The stage of real processes: a node and agents on loopback, asked over HTTP and through pinned doors, killed with -9. */
final class ProcessStage implements Stage, AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final Duration MANIFEST_PATIENCE = Duration.ofSeconds(20);

    private final LocalNetwork local;
    private final Network network;
    private final TransactionSender tenant;
    private final ProviderDoors doors;

    ProcessStage(LocalNetwork local) {
        PrivateKey key = new Keystore(local.plan().home().keys())
                .unlock(new KeyName(LocalPlan.TENANT), Passphrase.noneForDevelopment());
        this.local = local;
        this.network = HttpNetwork.of(local.node());
        this.tenant = TransactionSender.of(network, key);
        this.doors = new ProviderDoors(network, key);
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    public TransactionSender tenant() {
        return tenant;
    }

    @Override
    public List<Address> providers() {
        return local.plan().providers().stream()
                .map(provider -> local.address(provider.name()))
                .toList();
    }

    @Override
    public boolean await(Duration limit, BooleanSupplier condition) {
        long endNs = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > endNs) {
                return false;
            }
            uninterrupted(() -> Thread.sleep(LOOK_EVERY));
        }
        return true;
    }

    @Override
    public long nowMs() {
        return System.currentTimeMillis();
    }

    @Override
    public void sendManifest(Address provider, DeploymentId deployment, byte[] json) {
        try (ProviderDoor door = doors.open(provider)) {
            boolean taken = await(MANIFEST_PATIENCE, () -> {
                try {
                    return !door.sendManifest(deployment, json).isEmpty();
                } catch (RefusedException notYet) {
                    return false;
                }
            });
            if (!taken) {
                throw new IllegalStateException(provider + " did not take the manifest of " + deployment);
            }
        }
    }

    @Override
    public LeaseStatus status(LeaseId lease) {
        try (ProviderDoor door = doors.open(lease.provider())) {
            return door.leaseStatus(lease);
        } catch (RefusedException unknown) {
            return LeaseStatus.newBuilder().setLease(lease.toProto()).build();
        }
    }

    @Override
    public List<String> logs(LeaseId lease) {
        List<String> lines = new ArrayList<>();
        try (ProviderDoor door = doors.open(lease.provider());
                DoorStream<LogLine> log = door.logs(lease, "", false, 0, 0)) {
            uninterrupted(() -> {
                for (Optional<LogLine> line = log.next(); line.isPresent(); line = log.next()) {
                    lines.add(line.orElseThrow().getText());
                }
            });
        }
        return lines;
    }

    @Override
    public void killAgent(Address provider) {
        uninterrupted(() -> local.agent(name(provider)).kill());
    }

    @Override
    public void startAgent(Address provider) {
        uninterrupted(() -> local.restart(name(provider)));
    }

    @Override
    public void close() {
        network.close();
    }

    private String name(Address provider) {
        return local.plan().providers().stream()
                .map(ProviderPlan::name)
                .filter(name -> local.address(name).equals(provider))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no provider " + provider + " on this stage"));
    }

    private interface Step {
        void take() throws IOException, InterruptedException;
    }

    private static void uninterrupted(Step step) {
        try {
            step.take();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
