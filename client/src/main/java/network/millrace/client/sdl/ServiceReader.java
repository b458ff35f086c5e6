package network.millrace.client.sdl;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.client.sdl.Source.Credentials;
import network.millrace.client.sdl.Source.Expose;
import network.millrace.client.sdl.Source.HttpOptions;
import network.millrace.client.sdl.Source.Mount;
import network.millrace.client.sdl.Source.Params;
import network.millrace.client.sdl.Source.Quantity;
import network.millrace.client.sdl.Source.Recipient;
import network.millrace.client.sdl.Source.Service;
import network.millrace.client.sdl.Source.Text;
import network.millrace.client.sdl.Source.Words;

/** Reads {@code services.<name>}: its types only, because Akash checks nothing more of a service that is not deployed. */
final class ServiceReader {
    private static final String HTTP = "http_options";
    private static final Set<String> KEYS =
            Set.of("image", "command", "args", "env", "expose", "dependencies", "params", "credentials");
    private static final Set<String> EXPOSE_KEYS = Set.of("port", "as", "proto", "to", "accept", HTTP);
    private static final Set<String> RECIPIENT_KEYS = Set.of("service", "global", "ip", HTTP);
    private static final Set<String> HTTP_KEYS = Set.of(
            "max_body_size",
            "read_timeout",
            "send_timeout",
            "next_tries",
            "next_timeout",
            "next_cases",
            "proxy_buffer_size");
    private static final Set<String> PARAMS_KEYS = Set.of("storage", "permissions", "tee");
    private static final Set<String> MOUNT_KEYS = Set.of("mount", "readOnly");
    private static final Set<String> CREDENTIALS_KEYS = Set.of("host", "email", "username", "password");

    private ServiceReader() {}

    static Service read(YamlValue at) {
        Fields fields = at.fields(KEYS);
        fields.elements("dependencies")
                .forEach(dependency -> dependency.fields(Set.of("service")).text("service"));
        return new Service(
                at,
                text(fields, "image"),
                fields.words("command"),
                fields.words("args"),
                fields.words("env"),
                fields.elements("expose").stream().map(ServiceReader::expose).toList(),
                fields.find("params").map(ServiceReader::params).orElse(null),
                fields.find("credentials").map(ServiceReader::credentials).orElse(null));
    }

    private static Expose expose(YamlValue at) {
        Fields fields = at.fields(EXPOSE_KEYS);
        Words hosts = fields.words("accept");
        hosts.forEach(Hosts::checkUrl);
        return new Expose(
                at,
                quantity(fields, "port"),
                quantity(fields, "as"),
                text(fields, "proto"),
                hosts,
                fields.elements("to").stream().map(ServiceReader::recipient).toList(),
                http(fields));
    }

    private static Recipient recipient(YamlValue at) {
        Fields fields = at.fields(RECIPIENT_KEYS);
        fields.find(HTTP).ifPresent(options -> {
            http(fields);
            options.accident(
                    Accident.HTTP_OPTIONS_IGNORED,
                    "http_options belong to the port",
                    "move them up, beside port and to");
        });
        return new Recipient(at, text(fields, "service"), fields.bool("global"), text(fields, "ip"));
    }

    private static HttpOptions http(Fields expose) {
        Fields fields = expose.find(HTTP)
                .map(options -> options.fields(HTTP_KEYS))
                .orElseGet(() -> new Fields(expose.at(), HTTP_KEYS, Map.of()));
        return new HttpOptions(
                quantity(fields, "max_body_size"),
                quantity(fields, "read_timeout"),
                quantity(fields, "send_timeout"),
                quantity(fields, "next_tries"),
                quantity(fields, "next_timeout"),
                fields.words("next_cases"),
                quantity(fields, "proxy_buffer_size"));
    }

    private static Params params(YamlValue at) {
        Fields fields = at.fields(PARAMS_KEYS);
        SortedMap<String, Mount> mounts = new TreeMap<>(GoOrder.NAMES);
        fields.entries("storage").forEach((name, mount) -> mounts.put(name, mount(mount)));
        return new Params(
                at,
                mounts,
                fields.find("permissions")
                        .map(permissions -> permissions.fields(Set.of("read")).words("read"))
                        .orElse(null),
                text(fields, "tee"));
    }

    private static Mount mount(YamlValue at) {
        Fields fields = at.fields(MOUNT_KEYS);
        return new Mount(at, text(fields, "mount"), fields.bool("readOnly"));
    }

    private static Credentials credentials(YamlValue at) {
        Fields fields = at.fields(CREDENTIALS_KEYS);
        return new Credentials(
                at, fields.text("host"), fields.text("email"), fields.text("username"), fields.text("password"));
    }

    static Text text(Fields fields, String name) {
        return new Text(fields.at(name), fields.text(name));
    }

    private static Quantity quantity(Fields fields, String name) {
        return new Quantity(fields.at(name), fields.unsigned(name));
    }
}
