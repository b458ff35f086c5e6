package network.millrace.client.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.millrace.client.compose.Service.Port;

/** Reads {@code ports} and {@code expose}: short and long form, ranges, protocols. */
final class PortReader {
    private static final int PORT_MAX = 65_535;
    private static final int PORTS_MAX = 100;
    /** Address and published port may be missing; an IPv6 address stands in brackets. */
    private static final Pattern SHORT = Pattern.compile(
            "(?:(?<ip>\\[[0-9a-fA-F:.]*]|[0-9.]+):(?=[0-9-]*:))?(?:(?<published>[0-9-]*):)?(?<target>[0-9-]+)(?:/(?<proto>[a-zA-Z]+))?");

    private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");
    private static final List<String> LONG_KEYS =
            List.of("target", "published", "host_ip", "protocol", "mode", "name", "app_protocol");

    private final List<Port> ports = new ArrayList<>();

    private PortReader() {}

    private record Range(int first, int last) {
        int size() {
            return last - first + 1;
        }
    }

    static List<Port> read(Map<String, Value> service) {
        PortReader reader = new PortReader();
        Value published = service.get("ports");
        if (published != null) {
            published.elements().forEach(value -> {
                if (value.isMapping()) {
                    reader.readLong(value);
                } else {
                    reader.readShort(value, true);
                }
            });
        }
        Value exposed = service.get("expose");
        if (exposed != null) {
            exposed.elements().forEach(value -> reader.readShort(value, false));
        }
        return List.copyOf(reader.ports);
    }

    private void readShort(Value at, boolean open) {
        Matcher matcher = SHORT.matcher(at.isScalar() ? at.text().strip() : "");
        if (!matcher.matches()) {
            at.problem("expected a port such as 8080:80, 127.0.0.1:8080:80/tcp or 3000-3005, came " + at.shown());
            return;
        }
        String ip = matcher.group("ip");
        String published = matcher.group("published");
        String protocol = matcher.group("proto");
        add(
                at,
                new Words(
                        matcher.group("target"),
                        published == null ? "" : published,
                        ip == null ? "" : ip,
                        protocol == null ? "" : protocol),
                open,
                false);
    }

    private void readLong(Value at) {
        Map<String, Value> fields = at.fields();
        fields.forEach((key, value) -> {
            if (key.equals("mode")) {
                value.leftOut("there is no swarm that could treat ports in two ways");
            } else if (!LONG_KEYS.contains(key) && !key.startsWith("x-")) {
                value.leftOut("compose knows no such key of a port");
            }
        });
        String application = text(fields, "app_protocol").toLowerCase(Locale.ROOT);
        add(
                at,
                new Words(
                        text(fields, "target"),
                        text(fields, "published"),
                        text(fields, "host_ip"),
                        text(fields, "protocol")),
                true,
                application.equals("http"));
    }

    private static String text(Map<String, Value> fields, String name) {
        Value value = fields.get(name);
        return value == null ? "" : value.text().strip();
    }

    /** The four things that a port is described by. */
    private record Words(String target, String published, String ip, String protocol) {}

    private void add(Value at, Words words, boolean open, boolean saysHttp) {
        Range target = range(words.target);
        String protocol = words.protocol.toLowerCase(Locale.ROOT);
        if (!List.of("", "tcp", "udp").contains(protocol)) {
            at.leftOut("only tcp and udp can be opened, not " + protocol);
            return;
        }
        if (target.first == 0 || target.size() + ports.size() > PORTS_MAX) {
            at.problem("expected at most " + PORTS_MAX + " ports from 1 to " + PORT_MAX + ", came " + at.shown());
            return;
        }
        boolean local = isLoopback(words.ip);
        if (open && local) {
            at.changed("it listens on " + words.ip + " only, so it is not opened to the world");
        } else if (open
                && !words.ip.isEmpty()
                && !List.of("0.0.0.0", "[::]", "::").contains(words.ip)) {
            at.changed("the address " + words.ip + " is this machine's; the provider has its own");
        }
        int published = published(at, words.published, target);
        for (int i = 0; i < target.size(); i++) {
            Port port = new Port(
                    at,
                    target.first + i,
                    published == 0 ? 0 : published + i,
                    protocol.equals("udp"),
                    open && !local,
                    saysHttp);
            if (ports.stream().noneMatch(other -> other.isSame(port) && (other.open() || !port.open()))) {
                ports.removeIf(port::isSame);
                ports.add(port);
            } else if (open) {
                at.leftOut("port " + port.target() + " is already opened; a port is opened once");
            }
        }
    }

    private static boolean isLoopback(String ip) {
        return ip.startsWith("127.") || ip.equals("[::1]") || ip.equals("::1") || ip.equals("localhost");
    }

    /** The first published port; 0 when the engine, or here the provider, chooses it. */
    private static int published(Value at, String text, Range target) {
        if (text.isEmpty() || text.equals("0")) {
            return 0;
        }
        Range range = range(text);
        if (range.first == 0) {
            at.problem("expected published ports from 1 to " + PORT_MAX + ", came " + at.shown());
            return 0;
        }
        if (range.size() != target.size()) {
            at.changed("of the published ports " + text + " the provider chooses one");
            return 0;
        }
        return range.first;
    }

    /** From 0 to 0 when it is none. */
    private static Range range(String text) {
        Matcher matcher = RANGE.matcher(text);
        if (!matcher.matches()) {
            return new Range(0, 0);
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        boolean fits = first >= 1 && last <= PORT_MAX && first <= last;
        return fits ? new Range(first, last) : new Range(0, 0);
    }
}
