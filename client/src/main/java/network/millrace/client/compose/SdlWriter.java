package network.millrace.client.compose;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import network.millrace.client.compose.Disks.Disk;
import network.millrace.client.compose.Exposes.Expose;
import network.millrace.client.compose.Links.Opened;

/** Writes services as an SDL document. */
final class SdlWriter {
    private static final String PLACEMENT = "anywhere";

    private final ComposeOptions options;
    private final Map<String, String> names;
    private final List<Part> parts = new ArrayList<>();
    private final YamlText yaml = new YamlText();

    /** A service with all that is decided about it. */
    private record Part(String name, Service service, List<Expose> exposes, List<Disk> disks, Compute compute) {}

    private SdlWriter(ComposeOptions options, Map<String, String> names) {
        this.options = options;
        this.names = names;
    }

    /** @param names name in SDL by name in compose */
    static String write(
            List<Service> services,
            SortedMap<String, Opened> links,
            Map<String, String> names,
            ComposeOptions options) {
        SdlWriter writer = new SdlWriter(options, names);
        for (Service service : services) {
            Opened opened = links.getOrDefault(service.name(), new Opened(List.of(), new TreeSet<>()));
            writer.parts.add(new Part(
                    names.getOrDefault(service.name(), service.name()),
                    service,
                    new ArrayList<>(Exposes.of(opened)),
                    Disks.of(service, options),
                    Compute.of(service, options)));
        }
        writer.openSomething();
        return writer.write();
    }

    /** SDL wants at least one port that is open to the world, also of a document that only works in silence. */
    private void openSomething() {
        boolean open = parts.stream().flatMap(part -> part.exposes.stream()).anyMatch(Expose::global);
        if (!open && !parts.isEmpty()) {
            Part first = parts.getFirst();
            first.exposes.add(Exposes.unused());
            first.service
                    .at()
                    .changed(
                            "compose opens nothing to the world, but SDL wants one open port: port 80 of it is opened; nothing"
                                    + " needs to listen there");
        }
    }

    private String write() {
        yaml.line(0, "version: \"2.0\"").blank().line(0, "services:");
        parts.forEach(this::writeService);
        yaml.blank().line(0, "profiles:").line(1, "compute:");
        parts.forEach(this::writeCompute);
        yaml.line(1, "placement:").line(2, PLACEMENT + ":").line(3, "pricing:");
        yaml.comment(4, "The most an instance may cost for a pricing period (6 seconds); providers bid below it.");
        for (Part part : parts) {
            yaml.line(4, part.name + ":")
                    .line(5, "denom: " + YamlText.scalar(options.denom()))
                    .line(5, "amount: " + part.compute.price().toPlainString());
        }
        yaml.blank().line(0, "deployment:");
        for (Part part : parts) {
            yaml.line(1, part.name + ":")
                    .line(2, PLACEMENT + ":")
                    .line(3, "profile: " + part.name)
                    .line(3, "count: " + part.service.count());
        }
        return yaml.toString();
    }

    private void writeService(Part part) {
        Service service = part.service;
        yaml.line(1, part.name + ":").line(2, "image: " + YamlText.scalar(service.image()));
        writeWords("command", service.entrypoint());
        writeWords("args", service.command());
        if (!service.environment().isEmpty()) {
            yaml.line(2, "env:");
            service.environment().forEach((name, value) -> yaml.line(3, "- " + YamlText.scalar(name + "=" + value)));
        }
        if (!part.exposes.isEmpty()) {
            yaml.line(2, "expose:");
            part.exposes.forEach(this::writeExpose);
        }
        if (!part.disks.isEmpty()) {
            yaml.line(2, "params:").line(3, "storage:");
            for (Disk disk : part.disks) {
                yaml.line(4, disk.name() + ":").line(5, "mount: " + YamlText.scalar(disk.path()));
                if (disk.readOnly()) {
                    yaml.line(5, "readOnly: true");
                }
            }
        }
    }

    private void writeWords(String key, List<String> words) {
        if (!words.isEmpty()) {
            yaml.line(2, key + ":");
            words.forEach(word -> yaml.line(3, "- " + YamlText.scalar(word)));
        }
    }

    private void writeExpose(Expose expose) {
        yaml.line(3, "- port: " + expose.port());
        if (expose.as() > 0) {
            yaml.line(4, "as: " + expose.as());
        }
        if (expose.udp()) {
            yaml.line(4, "proto: udp");
        }
        yaml.line(4, "to:");
        if (expose.global()) {
            yaml.line(5, "- global: true");
        }
        expose.clients().forEach(client -> yaml.line(5, "- service: " + names.getOrDefault(client, client)));
    }

    private void writeCompute(Part part) {
        Compute compute = part.compute;
        yaml.line(2, part.name + ":").line(3, "resources:");
        yaml.line(4, "cpu:").line(5, "units: " + compute.cores());
        if (!compute.arch().isEmpty()) {
            yaml.line(5, "attributes:").line(6, "arch: " + compute.arch());
        }
        yaml.line(4, "memory:").line(5, "size: " + compute.memory());
        yaml.line(4, "storage:").line(5, "- size: " + Disks.own(part.service, options));
        part.disks.forEach(this::writeDisk);
        if (compute.gpus() > 0) {
            yaml.line(4, "gpu:").line(5, "units: " + compute.gpus());
            yaml.line(5, "attributes:").line(6, "vendor:");
            yaml.comment(7, "Any model of NVIDIA; to want one, write a list: [{model: rtx4090}]");
            yaml.line(7, "nvidia:");
        }
    }

    private void writeDisk(Disk disk) {
        yaml.line(5, "- name: " + disk.name()).line(6, "size: " + disk.size()).line(6, "attributes:");
        if (disk.persistent()) {
            yaml.line(7, "persistent: true").line(7, "class: default");
        } else {
            yaml.line(7, "persistent: false").line(7, "class: ram");
        }
    }

    /** Names of services as SDL takes them, by their names in compose. */
    static Map<String, String> names(List<Service> services) {
        Map<String, String> names = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (Service service : services) {
            String name = Names.free(service.name(), taken);
            names.put(service.name(), name);
            if (!name.equals(service.name())) {
                service.at()
                        .changed("SDL does not take the name " + service.name() + ": it is " + name
                                + ", also as a host for other services");
            }
        }
        return names;
    }
}
