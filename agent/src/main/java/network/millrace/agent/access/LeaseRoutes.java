package network.millrace.agent.access;

import com.google.protobuf.ByteString;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import network.millrace.agent.core.AgentView;
import network.millrace.agent.lease.ManifestGate;
import network.millrace.agent.lease.ManifestRefusal;
import network.millrace.client.access.AccessScope;
import network.millrace.protocol.access.v1.WorkloadEvent;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.registry.JsonMapping;

/** What a tenant asks of its own lease: manifest in, status and events out. */
final class LeaseRoutes {

    private final DoorIdentity identity;
    private final ProviderDesk desk;
    private final TokenGate gate;
    private final Streams streams;

    LeaseRoutes(DoorIdentity identity, ProviderDesk desk, TokenGate gate, Streams streams) {
        this.identity = identity;
        this.desk = desk;
        this.gate = gate;
        this.streams = streams;
    }

    void add(HttpRouting.Builder routing) {
        routing.put(LeasePath.DEPLOYMENT + "/manifest", this::manifest);
        routing.get(LeasePath.LEASE + "/status", this::status);
        routing.get(LeasePath.LEASE + "/events", this::events);
    }

    private void manifest(ServerRequest request, ServerResponse response) {
        DeploymentId deployment = LeasePath.deployment(request);
        require(request, deployment, AccessScope.SEND_MANIFEST);
        byte[] json = Exchange.body(request, ManifestGate.BYTES_MAX);
        try {
            List<LeaseId> leases = desk.accept(deployment, ByteString.copyFrom(json));
            if (leases.isEmpty()) {
                throw new DoorRefusal(
                        DoorError.LEASE_UNKNOWN, "this provider has no open lease of deployment " + deployment);
            }
            response.header(HeaderNames.CONTENT_TYPE, "application/json");
            List<String> names =
                    leases.stream().map(lease -> "\"" + lease + "\"").toList();
            response.send(("{\"leases\":[" + String.join(",", names) + "]}\n").getBytes(StandardCharsets.UTF_8));
        } catch (ManifestRefusal e) {
            throw new DoorRefusal(DoorError.MANIFEST_REFUSED, String.valueOf(e.getMessage()));
        }
    }

    private void status(ServerRequest request, ServerResponse response) {
        LeaseId lease = LeasePath.lease(request, identity.provider());
        require(request, lease.order().deployment(), AccessScope.STATUS);
        Exchange.answer(response, LeaseStatuses.of(LeasePath.require(desk.view(), lease)));
    }

    private void events(ServerRequest request, ServerResponse response) {
        LeaseId lease = LeasePath.lease(request, identity.provider());
        require(request, lease.order().deployment(), AccessScope.EVENTS);
        LeasePath.require(desk.view(), lease);
        long from = Exchange.number(request, "from", 0);
        boolean follow = Exchange.flag(request, "follow");
        streams.serve(response, lease.order().owner(), sink -> events(lease, from, follow, sink));
    }

    private void events(LeaseId lease, long from, boolean follow, Streams.Sink sink)
            throws IOException, InterruptedException {
        long next = from;
        while (!sink.isClosed()) {
            long version = desk.version();
            List<WorkloadEvent> events =
                    desk.view().lease(lease).map(AgentView.LeaseView::events).orElse(List.of());
            for (WorkloadEvent event : events) {
                if (event.getSequence() >= next) {
                    sink.send(event.getSequence(), JsonMapping.print(event));
                    next = event.getSequence() + 1;
                }
            }
            if (!follow || desk.view().lease(lease).isEmpty()) {
                return;
            }
            desk.awaitChange(version, Streams.HEARTBEAT);
            if (desk.version() == version) {
                sink.comment("nothing new");
            }
        }
    }

    private void require(ServerRequest request, DeploymentId deployment, AccessScope scope) {
        gate.require(Exchange.header(request, HeaderNames.AUTHORIZATION), deployment, scope);
    }
}
