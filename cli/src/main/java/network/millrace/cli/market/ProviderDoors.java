package network.millrace.cli.market;

import java.time.Duration;
import network.millrace.cli.command.CommandFailure;
import network.millrace.client.Network;
import network.millrace.client.NetworkException;
import network.millrace.client.access.DoorAddress;
import network.millrace.client.access.ProviderDoor;
import network.millrace.client.sdl.SdlDocument;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.provider.v1.QueryProviderRequest;
import network.millrace.protocol.provider.v1.QueryProviderResponse;

/** A tenant's way to the doors of the providers, whose addresses and certificates are on the ledger. */
public record ProviderDoors(Network network, PrivateKey tenant) implements Deployer.Doors {
    private static final Duration MANIFEST_PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** The door of a provider, to be closed by the caller. */
    public ProviderDoor open(Address provider) {
        QueryProviderRequest request =
                QueryProviderRequest.newBuilder().setOwner(provider.toString()).build();
        QueryProviderResponse answer =
                network.query("provider", "Provider", request, QueryProviderResponse.getDefaultInstance());
        return ProviderDoor.ofTenant(DoorAddress.of(answer.getProvider()), tenant);
    }

    /** The provider may hear of its award a moment later than the tenant, so a refusal is not final at once. */
    @Override
    public void sendManifest(LeaseId lease, SdlDocument document) throws InterruptedException {
        long end = System.nanoTime() + MANIFEST_PATIENCE.toNanos();
        try (ProviderDoor door = open(lease.provider())) {
            while (true) {
                try {
                    door.sendManifest(lease.order().deployment(), document.canonicalJson());
                    return;
                } catch (NetworkException refused) {
                    if (System.nanoTime() > end) {
                        throw CommandFailure.failed(
                                "provider " + lease.provider() + " does not take the manifest: " + refused.getMessage(),
                                refused);
                    }
                    Thread.sleep(PAUSE);
                }
            }
        }
    }
}
