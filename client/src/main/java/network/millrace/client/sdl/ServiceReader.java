package network.millrace.client.sdl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.client.sdl.Source.Credentials;
import network.millrace.client.sdl.Source.Expose;
import network.millrace.client.sdl.Source.HttpSettings;
import network.millrace.client.sdl.Source.Mount;
import network.millrace.client.sdl.Source.Params;
import network.millrace.client.sdl.Source.Protocol;
import network.millrace.client.sdl.Source.Recipient;
import network.millrace.client.sdl.Source.Service;
import network.millrace.client.sdl.Source.Words;

/** Reads {@code services.<name>}. */
final class ServiceReader {
    private static final long PORT_MAX = (1L << 32) - 1;

    private final YamlValue at;
    private final Map<String, YamlValue> fields;

    private ServiceReader(YamlValue at) {
        this.at = at;
        this.fields = at.fields();
    }

    static Service read(String name, YamlValue at) {
        return new ServiceReader(at).read();
    }

    private Service read() {
        return new Service(
                at,
                text(fields, "image"),
                words("command"),
                words("args"),
                words("env"),
                exposes(),
                Optional.ofNullable(fields.get("params"))
                        .filter(params -> !params.isNull())
                        .map(ServiceReader::params)
                        .orElse(null),
                Optional.ofNullable(fields.get("credentials"))
                        .filter(credentials -> !credentials.isNull())
                        .map(ServiceReader::credentials)
                        .orElse(null));
    }

    private Words words(String name) {
        YamlValue value = fields.get(name);
        if (value == null || value.isNull()) {
            return new Words(at, false, List.of());
        }
        return new Words(value, true, value.texts());
    }

    private List<Expose> exposes() {
        List<Expose> exposes = new ArrayList<>();
        elements(fields, "expose").forEach(value -> exposes.add(expose(value)));
        return exposes;
    }

    private static Expose expose(YamlValue value) {
        Map<String, YamlValue> fields = value.fields();
        List<Recipient> recipients = new ArrayList<>();
        elements(fields, "to").forEach(to -> recipients.add(recipient(to)));
        return new Expose(
                value,
                number(fields, "port"),
                number(fields, "as"),
                protocol(value, fields),
                elements(fields, "accept").stream().map(ServiceReader::host).toList(),
                recipients,
                http(fields));
    }

    private static Protocol protocol(YamlValue at, Map<String, YamlValue> fields) {
        String text = text(fields, "proto");
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "", "TCP" -> Protocol.TCP;
            case "UDP" -> Protocol.UDP;
            default -> {
                at.problem("proto must be tcp or udp; this is \"" + text + "\"");
                yield Protocol.TCP;
            }
        };
    }

    /** Akash takes a host for the authority of a URL and keeps what stands between user and path. */
    private static String host(YamlValue value) {
        String text = value.text();
        String authority = text.split("[/?#]", 2)[0];
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        if (host.isEmpty() || host.chars().anyMatch(character -> character <= ' ')) {
            value.problem("expected a host name, came " + value.shown());
        }
        return host;
    }

    private static Recipient recipient(YamlValue value) {
        Map<String, YamlValue> fields = value.fields();
        // Options here are read by nobody, but must be right all the same.
        http(fields);
        YamlValue global = fields.get("global");
        return new Recipient(value, text(fields, "service"), global != null && global.bool(), text(fields, "ip"));
    }

    private static HttpSettings http(Map<String, YamlValue> fields) {
        YamlValue value = fields.get("http_options");
        return value == null || value.isNull() ? HttpSettings.DEFAULT : HttpReader.read(value);
    }

    private static Params params(YamlValue value) {
        Map<String, YamlValue> fields = value.fields();
        SortedMap<String, Mount> mounts = new TreeMap<>();
        YamlValue storage = fields.get("storage");
        if (storage != null) {
            storage.fields().forEach((name, mount) -> mounts.put(name, mount(mount)));
        }
        YamlValue permissions = fields.get("permissions");
        List<String> read = permissions == null || permissions.isNull()
                ? null
                : elements(permissions.fields(), "read").stream()
                        .map(YamlValue::text)
                        .toList();
        return new Params(value, mounts, read, text(fields, "tee"));
    }

    private static Mount mount(YamlValue value) {
        Map<String, YamlValue> fields = value.fields();
        YamlValue readOnly = fields.get("readOnly");
        return new Mount(value, text(fields, "mount"), readOnly != null && readOnly.bool());
    }

    private static Credentials credentials(YamlValue value) {
        Map<String, YamlValue> fields = value.fields();
        Credentials credentials = new Credentials(
                text(fields, "host").strip(),
                text(fields, "email").strip(),
                text(fields, "username").strip(),
                text(fields, "password").strip());
        if (credentials.host().isEmpty()
                || credentials.username().isEmpty()
                || credentials.password().isEmpty()) {
            value.problem("credentials need a host, a username and a password");
        }
        return credentials;
    }

    static String text(Map<String, YamlValue> fields, String name) {
        YamlValue value = fields.get(name);
        return value == null ? "" : value.text();
    }

    private static long number(Map<String, YamlValue> fields, String name) {
        YamlValue value = fields.get(name);
        return value == null ? 0 : value.unsigned(PORT_MAX);
    }

    private static List<YamlValue> elements(Map<String, YamlValue> fields, String name) {
        YamlValue value = fields.get(name);
        return value == null ? List.of() : value.elements();
    }
}
