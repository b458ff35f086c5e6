package network.millrace.cli.sdl;

import java.util.ArrayList;
import java.util.List;
import network.millrace.protocol.manifest.v1.Service;
import network.millrace.protocol.manifest.v1.ServiceExpose;
import network.millrace.protocol.resources.v1.Endpoint;
import network.millrace.protocol.resources.v1.Resources;

/** Which ports are open, and to whom, in words. */
final class Openings {
    private static final int HTTP = 80;

    private Openings() {}

    /** What a unit opens to the world, counted: {@code 1 HTTP, 2 ports, 1 IP address}. */
    static String ofUnit(Resources resources) {
        List<String> words = new ArrayList<>();
        count(resources, Endpoint.Kind.SHARED_HTTP, "HTTP", "HTTP", words);
        count(resources, Endpoint.Kind.RANDOM_PORT, "port", "ports", words);
        count(resources, Endpoint.Kind.LEASED_IP, "IP address", "IP addresses", words);
        return String.join(", ", words);
    }

    private static void count(Resources resources, Endpoint.Kind kind, String one, String many, List<String> words) {
        long count = resources.getEndpointsList().stream()
                .filter(endpoint -> endpoint.getKind() == kind)
                .count();
        if (count > 0) {
            words.add(count + " " + (count == 1 ? one : many));
        }
    }

    /** A sentence for each port of a service. */
    static List<String> of(Service service) {
        return service.getExposeList().stream().map(Openings::sentence).toList();
    }

    private static String sentence(ServiceExpose expose) {
        long port = Integer.toUnsignedLong(expose.getPort());
        long outer = expose.getExternalPort() == 0 ? port : Integer.toUnsignedLong(expose.getExternalPort());
        String from = "port " + port + (expose.getProto().equalsIgnoreCase("udp") ? "/udp" : "");
        if (!expose.getGlobal()) {
            return from + " to "
                    + (expose.getService().isEmpty() ? "all services" : "the service " + expose.getService())
                    + (outer == port ? "" : ", as port " + outer);
        }
        boolean isWeb = outer == HTTP && !expose.getProto().equalsIgnoreCase("udp");
        String hosts = expose.getHostsCount() == 0 ? "" : ", for " + String.join(", ", expose.getHostsList());
        String address = expose.getIp().isEmpty() ? "" : ", at the IP address \"" + expose.getIp() + "\" of its own";
        return from + " to the world, "
                + (isWeb
                        ? "as a web page through the provider's front door"
                        : "at a port of the provider's choosing (for " + outer + ")")
                + hosts + address;
    }
}
