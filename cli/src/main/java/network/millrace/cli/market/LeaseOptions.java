package network.millrace.cli.market;

import java.util.Comparator;
import java.util.List;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.command.Home;
import network.millrace.cli.command.SigningOptions;
import network.millrace.cli.output.Terminal;
import network.millrace.client.Network;
import network.millrace.client.access.ProviderDoor;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.QueryDeploymentRequest;
import network.millrace.protocol.market.v1.QueryDeploymentResponse;
import network.millrace.protocol.market.v1.QueryLeasesRequest;
import network.millrace.protocol.market.v1.QueryLeasesResponse;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which lease is meant, and the key that opens its provider's door. */
final class LeaseOptions {
    @Parameters(
            index = "0",
            paramLabel = "LEASE",
            description = "A deployment's number (dseq), or OWNER/DSEQ/GSEQ/OSEQ/PROVIDER.")
    private String word = "";

    @Option(
            names = "--gseq",
            paramLabel = "N",
            defaultValue = "1",
            description = "Which group of the deployment; default ${DEFAULT-VALUE}.")
    private int group;

    @Mixin
    private SigningOptions signing = new SigningOptions();

    /** A lease and the door of its provider. */
    record Opened(LeaseId lease, ProviderDoor door) implements AutoCloseable {
        @Override
        public void close() {
            door.close();
        }
    }

    Opened open(Network network, Home home, Terminal terminal) {
        PrivateKey key = signing.unlock(home, terminal);
        LeaseId lease = word.contains("/") ? LeaseId.parse(word) : newest(network, key.address());
        return new Opened(lease, new ProviderDoors(network, key).open(lease.provider()));
    }

    private LeaseId newest(Network network, Address owner) {
        DeploymentId deployment = DeploymentId.parse(owner + "/" + word);
        QueryLeasesRequest request = QueryLeasesRequest.newBuilder()
                .setOwner(owner.toString())
                .setDseq(deployment.dseq())
                .build();
        List<Lease> leases = network.query("market", "Leases", request, QueryLeasesResponse.getDefaultInstance())
                .getLeasesList();
        if (leases.isEmpty()) {
            // The ledger says it when there is no such deployment at all.
            network.query(
                    "market",
                    "Deployment",
                    QueryDeploymentRequest.newBuilder()
                            .setId(deployment.toProto())
                            .build(),
                    QueryDeploymentResponse.getDefaultInstance());
        }
        return leases.stream()
                .filter(lease -> lease.getId().getGseq() == group)
                .max(Comparator.comparingLong(Lease::getAwardedMs))
                .map(lease -> LeaseId.of(lease.getId()))
                .orElseThrow(() -> CommandFailure.failed("group " + group + " of deployment " + deployment
                        + " has no lease (yet); see: millrace orders --dseq " + word
                        + " --owner " + owner));
    }
}
