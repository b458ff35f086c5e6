package network.millrace.client.sdl;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import network.millrace.client.sdl.Source.Compute;
import network.millrace.client.sdl.Source.Service;
import network.millrace.client.sdl.Source.Target;

/**
 * What a document comes to when each service stands in each of its placements. Placements multiply services, and aliases
 * multiply both, so that a short text could order more than anybody can check; this is looked at before anything that
 * takes its time for each of them.
 */
final class Extent {
    private static final int SERVICES_MAX = 10_000;
    /** Ports, each to each recipient. */
    private static final int PORTS_MAX = 50_000;
    /** Volumes of the profiles, and those that services mount. */
    private static final int VOLUMES_MAX = 50_000;
    /** Characters of commands, arguments and environments. */
    private static final long WORDS_MAX = 16L << 20;

    private final Source source;
    private long services;
    private long ports;
    private long volumes;
    private long words;

    private Extent(Source source) {
        this.source = source;
    }

    /** Refuses a document that comes to more than the limits. */
    static void check(Source source) {
        Extent extent = new Extent(source);
        source.deployment().forEach(extent::add);
        boolean tooMuch = extent.services > SERVICES_MAX
                || extent.ports > PORTS_MAX
                || extent.volumes > VOLUMES_MAX
                || extent.words > WORDS_MAX;
        if (tooMuch) {
            throw source.at()
                    .lastProblem(
                            "together the placements have more than " + SERVICES_MAX + " services, " + PORTS_MAX
                                    + " ports, " + VOLUMES_MAX + " volumes or " + WORDS_MAX
                                    + " characters of commands and environment",
                            "split the document");
        }
    }

    private void add(String name, SortedMap<String, Target> targets) {
        Service service = source.services().get(name);
        if (service == null) {
            return;
        }
        long placements = targets.size();
        services += placements;
        ports += placements
                * service.exposes().stream()
                        .mapToLong(expose -> Math.max(1, expose.recipients().size()))
                        .sum();
        volumes += placements
                * service.params().map(params -> params.mounts().size()).orElse(0);
        words += placements
                * (length(service.command().list())
                        + length(service.args().list())
                        + length(service.env().list()));
        targets.values().forEach(target -> volumes += volumes(target));
    }

    private int volumes(Target target) {
        Map<String, Compute> computes = source.computes();
        Compute compute = computes.get(target.profile().value());
        return compute == null ? 0 : compute.volumes().size();
    }

    private static long length(List<String> texts) {
        return texts.stream().mapToLong(String::length).sum();
    }
}
