package network.millrace.client.compose;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import network.millrace.client.compose.Service.Port;

/**
 * Who talks to whom, on which ports. In compose every service reaches every port of all others on its networks; SDL opens port by port. So a port is opened
 * to those that name the service: by depends_on or links, or as a host in their environment or command. A service that nobody names opens what it
 * exposes to all.
 */
final class Links {
    private static final int PORT_MAX = 65_535;
    private static final Pattern HOST =
            Pattern.compile("(?<sign>//|@)?(?<host>[A-Za-z0-9_.-]+)(?::(?<port>[0-9]{1,5})(?![0-9]))?");
    /** Variables whose value is a host when it is the name of a service; MYSQL_DATABASE=shop names none. */
    private static final Pattern HOST_VARIABLE =
            Pattern.compile("HOST|SERVER|ADDR|UR[IL]|ENDPOINT|UPSTREAM|BROKER|BACKEND|PEER|NODE");

    /** Where a program listens by itself, when nothing else says it. The image's name without registry and tag. */
    private static final Map<String, Integer> USUAL_PORTS = Map.ofEntries(
            Map.entry("postgres", 5432),
            Map.entry("postgis", 5432),
            Map.entry("pgvector", 5432),
            Map.entry("timescaledb", 5432),
            Map.entry("mysql", 3306),
            Map.entry("mariadb", 3306),
            Map.entry("redis", 6379),
            Map.entry("valkey", 6379),
            Map.entry("keydb", 6379),
            Map.entry("mongo", 27017),
            Map.entry("memcached", 11211),
            Map.entry("rabbitmq", 5672),
            Map.entry("nats", 4222),
            Map.entry("kafka", 9092),
            Map.entry("zookeeper", 2181),
            Map.entry("elasticsearch", 9200),
            Map.entry("opensearch", 9200),
            Map.entry("clickhouse-server", 8123),
            Map.entry("influxdb", 8086),
            Map.entry("minio", 9000),
            Map.entry("qdrant", 6333),
            Map.entry("ollama", 11434),
            Map.entry("nginx", 80),
            Map.entry("httpd", 80),
            Map.entry("caddy", 80),
            Map.entry("traefik", 80),
            Map.entry("wordpress", 80),
            Map.entry("prometheus", 9090),
            Map.entry("grafana", 3000));

    private final List<Service> services;
    private final Map<String, Set<Port>> ports = new TreeMap<>();
    private final Map<String, SortedSet<String>> clients = new TreeMap<>();
    private final Map<String, Map<String, Set<Integer>>> hosts = new HashMap<>();

    private Links(List<Service> services) {
        this.services = services;
    }

    /** @param clients names of the services to which the ports are open */
    record Opened(Collection<Port> ports, SortedSet<String> clients) {}

    /** By the name of the service that listens. */
    static SortedMap<String, Opened> between(List<Service> services) {
        Links links = new Links(services);
        services.forEach(links::find);
        SortedMap<String, Opened> opened = new TreeMap<>();
        for (Service service : services) {
            opened.put(
                    service.name(),
                    new Opened(
                            links.ports.getOrDefault(service.name(), Set.of()),
                            links.clients.getOrDefault(service.name(), Collections.emptySortedSet())));
        }
        return opened;
    }

    private void find(Service server) {
        Set<Port> listening = new LinkedHashSet<>(server.ports());
        SortedSet<String> found = new TreeSet<>();
        List<Service> peers = services.stream()
                .filter(peer ->
                        !peer.name().equals(server.name()) && !Collections.disjoint(peer.networks(), server.networks()))
                .toList();
        for (Service peer : peers) {
            Set<Integer> named = new LinkedHashSet<>();
            if (names(peer, server, named) || peer.needs().contains(server.name())) {
                found.add(peer.name());
            }
            named.stream()
                    .filter(number -> listening.stream().noneMatch(port -> port.target() == number))
                    .forEach(number -> listening.add(new Port(server.at(), number, 0, false, false, false)));
        }
        boolean publishes = server.ports().stream().anyMatch(Port::open);
        if (found.isEmpty() && !publishes && !listening.isEmpty()) {
            peers.forEach(peer -> found.add(peer.name()));
        }
        if (!found.isEmpty() && listening.isEmpty()) {
            usual(server, found).forEach(listening::add);
        }
        ports.put(server.name(), listening);
        clients.put(server.name(), found);
    }

    private static List<Port> usual(Service server, SortedSet<String> clients) {
        Integer usual = USUAL_PORTS.get(imageName(server.image()));
        if (usual == null) {
            server.at()
                    .leftOut("it is needed by " + String.join(", ", clients)
                            + ", but nothing says on which port it listens: write expose: [\"PORT\"]");
            return List.of();
        }
        server.at()
                .changed("port " + usual + " is opened to " + String.join(", ", clients) + ", as "
                        + imageName(server.image()) + " usually listens there");
        return List.of(new Port(server.at(), usual, 0, false, false, false));
    }

    private static String imageName(String image) {
        String name = image.substring(image.lastIndexOf('/') + 1);
        return name.split("[:@]", 2)[0];
    }

    /** Whether the peer names the server as a host; ports that stand behind the name are added. */
    private boolean names(Service peer, Service server, Set<Integer> found) {
        Map<String, Set<Integer>> words = hosts.computeIfAbsent(peer.name(), _ -> hosts(peer));
        List<String> named = server.names().stream().filter(words::containsKey).toList();
        named.forEach(name -> found.addAll(words.getOrDefault(name, Set.of())));
        return !named.isEmpty();
    }

    /** Every word of a service that could be a host, with the ports behind it. */
    private static Map<String, Set<Integer>> hosts(Service service) {
        Map<String, Set<Integer>> hosts = new HashMap<>();
        service.environment()
                .forEach((name, value) ->
                        addHosts(value, HOST_VARIABLE.matcher(name).find(), hosts));
        Stream.concat(service.entrypoint().stream(), service.command().stream())
                .forEach(word -> addHosts(word, true, hosts));
        return hosts;
    }

    /** @param alone whether a word that is all of the text is a host without a sign of it */
    private static void addHosts(String text, boolean alone, Map<String, Set<Integer>> hosts) {
        for (Matcher matcher = HOST.matcher(text); matcher.find(); ) {
            String port = matcher.group("port");
            boolean isAll = matcher.start("host") == 0 && matcher.end("host") == text.length();
            if (port == null && matcher.group("sign") == null && !(alone && isAll)) {
                continue;
            }
            Set<Integer> behind = hosts.computeIfAbsent(matcher.group("host"), _ -> new TreeSet<>());
            if (port != null && Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= PORT_MAX) {
                behind.add(Integer.parseInt(port));
            }
        }
    }
}
