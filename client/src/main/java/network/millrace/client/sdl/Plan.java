package network.millrace.client.sdl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import network.millrace.client.sdl.Source.Compute;
import network.millrace.client.sdl.Source.Expose;
import network.millrace.client.sdl.Source.Placement;
import network.millrace.client.sdl.Source.Pricing;
import network.millrace.client.sdl.Source.Protocol;
import network.millrace.client.sdl.Source.Recipient;
import network.millrace.client.sdl.Source.Service;
import network.millrace.protocol.resources.v1.Endpoint;

/**
 * Who runs where with what: the document turned from services to groups. Services are visited by name, then placements by
 * name. In version 2.0 each service of a group is a resource unit of its own; in 2.1 services with the same compute profile
 * share one.
 */
record Plan(List<Group> groups) {
    private static final long HTTP_PORT = 80;

    record Group(String name, Placement placement, List<Unit> units, List<Member> members) {
        /** Attributes that a tee adds make the list present too. */
        GroupsJson.Presence presence() {
            return new GroupsJson.Presence(
                    placement.allOf().present(),
                    placement.anyOf().present(),
                    placement.hasAttributes() || members.stream().anyMatch(Member::hasTee));
        }
    }

    /** @param profile name of the compute profile */
    record Unit(int id, String profile, Compute compute, Pricing pricing, long count, List<Endpoint> endpoints) {
        Unit plus(long more, List<Endpoint> added) {
            List<Endpoint> all = new ArrayList<>(endpoints);
            all.addAll(added);
            // Akash sorts only when services are merged; the sort is stable for as many as there are in practice.
            all.sort(Comparator.comparingInt(Endpoint::getSequenceNumber));
            return new Unit(id, profile, compute, pricing, count + more, all);
        }
    }

    /** One service of a group with its own part of the unit's endpoints. */
    record Member(String name, Service service, Compute compute, int unitId, long count, List<Port> ports) {
        boolean hasTee() {
            return service.params().filter(params -> !params.tee().isEmpty()).isPresent();
        }

        List<Endpoint> endpoints() {
            return ports.stream().flatMap(port -> port.endpoints().stream()).toList();
        }
    }

    /** One expose to one recipient. */
    record Port(Expose expose, Recipient recipient, int endpointSequenceNumber) {
        /** The order Akash sorts exposes in: service, port, protocol, global ones first. Endpoints follow it. */
        static final Comparator<Port> ORDER = Comparator.comparing(
                        (Port port) -> port.recipient().service())
                .thenComparingLong(port -> port.expose().port())
                .thenComparing(port -> port.expose().protocol().name())
                .thenComparing(Port::isGlobal, Comparator.reverseOrder());

        boolean isGlobal() {
            return recipient.global();
        }

        List<Endpoint> endpoints() {
            List<Endpoint> endpoints = new ArrayList<>();
            if (isGlobal()) {
                endpoints.add(endpoint(isHttp() ? Endpoint.Kind.SHARED_HTTP : Endpoint.Kind.RANDOM_PORT, 0));
                if (!recipient.ip().isEmpty()) {
                    endpoints.add(endpoint(Endpoint.Kind.LEASED_IP, endpointSequenceNumber));
                }
            }
            return endpoints;
        }

        private boolean isHttp() {
            long external = expose.externalPort() == 0 ? expose.port() : expose.externalPort();
            return expose.protocol() == Protocol.TCP && external == HTTP_PORT;
        }

        private static Endpoint endpoint(Endpoint.Kind kind, int sequenceNumber) {
            return Endpoint.newBuilder()
                    .setKind(kind)
                    .setSequenceNumber(sequenceNumber)
                    .build();
        }
    }
}
