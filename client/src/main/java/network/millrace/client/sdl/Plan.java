package network.millrace.client.sdl;

import java.util.ArrayList;
import java.util.List;
import network.millrace.client.sdl.Source.Compute;
import network.millrace.client.sdl.Source.Expose;
import network.millrace.client.sdl.Source.Placement;
import network.millrace.client.sdl.Source.Pricing;
import network.millrace.client.sdl.Source.Recipient;
import network.millrace.client.sdl.Source.Service;
import network.millrace.client.sdl.Source.Target;
import network.millrace.client.sdl.Source.Version;
import network.millrace.protocol.resources.v1.Endpoint;

/**
 * Who runs where with what: the document turned from services to groups. Services are visited by name, then placements by
 * name. In version 2.0 each service of a group is a resource unit of its own; in 2.1 services with the same compute profile
 * share one.
 */
record Plan(Version version, List<Group> groups) {
    private static final long HTTP_PORT = 80;

    record Group(String name, Placement placement, List<Unit> units, List<Member> members) {
        GroupsJson.Presence presence() {
            return new GroupsJson.Presence(
                    placement.allOf().present(), placement.anyOf().present());
        }
    }

    /**
     * @param profile name of the compute profile
     * @param count in 32 bits, as Akash adds it
     */
    record Unit(int id, String profile, Compute compute, Pricing pricing, long count, List<Endpoint> endpoints) {}

    /** One service of a group with its own part of the unit's endpoints. */
    record Member(String name, Service service, Compute compute, int unitId, Target target, List<Port> ports) {
        List<Endpoint> endpoints() {
            return ports.stream().flatMap(port -> port.endpoints().stream()).toList();
        }
    }

    /** One expose to one recipient. */
    record Port(Expose expose, String service, boolean global, String ip, int endpointSequenceNumber) {
        /** An expose that names no recipient opens its port to every service of the deployment. */
        static Port unaddressed(Expose expose) {
            return new Port(expose, "", false, "", 0);
        }

        static Port to(Recipient recipient, Expose expose, int endpointSequenceNumber) {
            return new Port(
                    expose,
                    recipient.service().value(),
                    recipient.global(),
                    recipient.ip().value(),
                    endpointSequenceNumber);
        }

        /** Akash's order of exposes: service, port, protocol, global ones first. Endpoints follow it. */
        boolean isBefore(Port other) {
            int byService = GoOrder.NAMES.compare(service, other.service);
            if (byService != 0) {
                return byService < 0;
            }
            if (expose.port().value() != other.expose.port().value()) {
                return expose.port().value() < other.expose.port().value();
            }
            int byProtocol = expose.protocolName().compareTo(other.expose.protocolName());
            return byProtocol != 0 ? byProtocol < 0 : global && !other.global;
        }

        List<Endpoint> endpoints() {
            List<Endpoint> endpoints = new ArrayList<>();
            if (global) {
                endpoints.add(endpoint(isHttp() ? Endpoint.Kind.SHARED_HTTP : Endpoint.Kind.RANDOM_PORT, 0));
                if (!ip.isEmpty()) {
                    endpoints.add(endpoint(Endpoint.Kind.LEASED_IP, endpointSequenceNumber));
                }
            }
            return endpoints;
        }

        private boolean isHttp() {
            long external = expose.externalPort().value() == 0
                    ? expose.port().value()
                    : expose.externalPort().value();
            return expose.isTcp() && external == HTTP_PORT;
        }

        private static Endpoint endpoint(Endpoint.Kind kind, int sequenceNumber) {
            return Endpoint.newBuilder()
                    .setKind(kind)
                    .setSequenceNumber(sequenceNumber)
                    .build();
        }
    }
}
