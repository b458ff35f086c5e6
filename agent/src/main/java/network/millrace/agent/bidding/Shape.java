package network.millrace.agent.bidding;

import java.util.ArrayList;
import java.util.List;
import network.millrace.protocol.resources.v1.Endpoint;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.Mismatch;
import network.millrace.protocol.resources.v1.MismatchCode;

/** What a workload may look like here, as far as an order tells: one service, one instance, at most one port out. */
final class Shape {

    private Shape() {}

    static List<Mismatch> mismatches(GroupSpec group) {
        List<Mismatch> mismatches = new ArrayList<>();
        long instances = group.getResourcesList().stream()
                .mapToLong(unit -> Integer.toUnsignedLong(unit.getCount()))
                .sum();
        if (instances != 1) {
            mismatches.add(shape("this provider runs one instance of one service per lease, and the group asks for "
                    + instances + "; put each service into a placement group of its own"));
        }
        long ports = group.getResourcesList().stream()
                .flatMap(unit -> unit.getResource().getEndpointsList().stream())
                .filter(endpoint -> endpoint.getKind() == Endpoint.Kind.SHARED_HTTP)
                .count();
        if (ports > 1) {
            mismatches.add(shape(
                    "this provider opens one HTTP port per lease, and the group asks for " + ports + "; expose one"));
        }
        return mismatches;
    }

    private static Mismatch shape(String text) {
        return Filters.mismatch(MismatchCode.MISMATCH_WORKLOAD_SHAPE, text);
    }
}
