package network.millrace.agent.access;

import io.helidon.webserver.http.ServerRequest;
import network.millrace.agent.core.AgentView;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ids.OrderId;

/** Which lease or deployment a path names. */
final class LeasePath {

    static final String LEASE = "/leases/{owner}/{dseq}/{gseq}/{oseq}";
    static final String DEPLOYMENT = "/deployments/{owner}/{dseq}";

    private LeasePath() {}

    /** @throws DoorRefusal when the path's parts are no lease's */
    static LeaseId lease(ServerRequest request, Address provider) {
        try {
            return OrderId.parse(part(request, "owner") + "/" + part(request, "dseq") + "/" + part(request, "gseq")
                            + "/" + part(request, "oseq"))
                    .lease(provider);
        } catch (MalformedException e) {
            throw DoorRefusal.malformed(String.valueOf(e.getMessage()));
        }
    }

    /** @throws DoorRefusal when the path's parts are no deployment's */
    static DeploymentId deployment(ServerRequest request) {
        try {
            return DeploymentId.parse(part(request, "owner") + "/" + part(request, "dseq"));
        } catch (MalformedException e) {
            throw DoorRefusal.malformed(String.valueOf(e.getMessage()));
        }
    }

    /** @throws DoorRefusal when this provider has no such lease */
    static AgentView.LeaseView require(AgentView view, LeaseId lease) {
        return view.lease(lease)
                .orElseThrow(() -> new DoorRefusal(
                        DoorError.LEASE_UNKNOWN,
                        "this provider has no lease " + lease + " (or no longer, or not yet: the ledger knows)"));
    }

    private static String part(ServerRequest request, String name) {
        return request.path().pathParameters().get(name);
    }
}
