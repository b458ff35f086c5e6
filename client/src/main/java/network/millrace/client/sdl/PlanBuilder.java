package network.millrace.client.sdl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.client.sdl.Plan.Group;
import network.millrace.client.sdl.Plan.Member;
import network.millrace.client.sdl.Plan.Port;
import network.millrace.client.sdl.Plan.Unit;
import network.millrace.client.sdl.Source.Compute;
import network.millrace.client.sdl.Source.Expose;
import network.millrace.client.sdl.Source.Placement;
import network.millrace.client.sdl.Source.Pricing;
import network.millrace.client.sdl.Source.Recipient;
import network.millrace.client.sdl.Source.Service;
import network.millrace.client.sdl.Source.Target;
import network.millrace.client.sdl.Source.Version;
import network.millrace.protocol.resources.v1.Endpoint;

/** Makes the plan of a document. What names something that does not exist is left out; that is a problem already. */
final class PlanBuilder {
    private final Source source;
    private final Map<String, Integer> sequenceNumbers;
    private final Map<String, List<Port>> ports = new HashMap<>();
    private final SortedMap<String, GroupBuilder> groups = new TreeMap<>(GoOrder.NAMES);

    private PlanBuilder(Source source) {
        this.source = source;
        this.sequenceNumbers = sequenceNumbers(source);
    }

    static Plan build(Source source) {
        PlanBuilder builder = new PlanBuilder(source);
        builder.addAll();
        return new Plan(
                source.version(),
                builder.groups.values().stream().map(GroupBuilder::build).toList());
    }

    private void addAll() {
        for (Map.Entry<String, SortedMap<String, Target>> deployed :
                source.deployment().entrySet()) {
            Service service = source.services().get(deployed.getKey());
            if (service == null) {
                continue;
            }
            for (Map.Entry<String, Target> target : deployed.getValue().entrySet()) {
                add(deployed.getKey(), service, target.getKey(), target.getValue());
            }
        }
    }

    private void add(String name, Service service, String placementName, Target target) {
        Placement placement = source.placements().get(placementName);
        Compute compute = source.computes().get(target.profile().value());
        Pricing pricing = placement == null
                ? null
                : placement.pricing().get(target.profile().value());
        if (placement != null && compute != null && pricing != null) {
            groups.computeIfAbsent(placementName, key -> new GroupBuilder(key, placement))
                    .add(name, service, compute, pricing, target, ports(name, service));
        }
    }

    /** The same in every placement, so that they are made once. */
    private List<Port> ports(String name, Service service) {
        return ports.computeIfAbsent(name, key -> ports(service));
    }

    private List<Port> ports(Service service) {
        List<Port> made = new ArrayList<>();
        for (Expose expose : service.exposes()) {
            if (expose.recipients().isEmpty()) {
                made.add(Port.unaddressed(expose));
            }
            for (Recipient recipient : expose.recipients()) {
                boolean addressed = recipient.global() && !recipient.ip().isEmpty();
                int number =
                        addressed ? sequenceNumbers.getOrDefault(recipient.ip().value(), 0) : 0;
                made.add(Port.to(recipient, expose, number));
            }
        }
        GoSort.sort(made, Port::isBefore);
        return made;
    }

    /**
     * Akash numbers every route that is not plainly global, those to services too under the empty name, in the order of
     * their endpoint names; the last number of a name counts. So an unrelated route shifts the numbers of addresses.
     */
    private static Map<String, Integer> sequenceNumbers(Source source) {
        List<String> names = new ArrayList<>();
        for (String name : source.deployment().keySet()) {
            Service service = source.services().get(name);
            // A name with no placements below it deploys nothing and need not be a service.
            List<Expose> exposes = service == null ? List.of() : service.exposes();
            exposes.stream()
                    .flatMap(expose -> expose.recipients().stream())
                    .filter(recipient -> !recipient.global() || !recipient.ip().isEmpty())
                    .forEach(recipient -> names.add(recipient.ip().value()));
        }
        names.sort(GoOrder.NAMES);
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            numbers.put(names.get(i), i + 1);
        }
        return numbers;
    }

    /** A group that grows service by service. */
    private final class GroupBuilder {
        private static final long COUNTS = 1L << 32;

        private final String name;
        private final Placement placement;
        private final List<UnitBuilder> units = new ArrayList<>();
        private final Map<String, UnitBuilder> shared = new HashMap<>();
        private final List<Member> members = new ArrayList<>();

        GroupBuilder(String name, Placement placement) {
            this.name = name;
            this.placement = placement;
        }

        void add(String service, Service source, Compute compute, Pricing pricing, Target target, List<Port> itsPorts) {
            String profile = target.profile().value();
            UnitBuilder unit = isShared() ? shared.get(profile) : null;
            boolean joins = unit != null;
            if (unit == null) {
                unit = new UnitBuilder(units.size() + 1, profile, compute, pricing);
                units.add(unit);
                shared.put(profile, unit);
            }
            Member member = new Member(service, source, compute, unit.id, target, itsPorts);
            unit.endpoints.addAll(member.endpoints());
            if (joins) {
                unit.sortEndpoints();
            }
            unit.count += Math.max(0, target.count().value());
            if (unit.count >= COUNTS) {
                unit.count -= COUNTS;
                target.count()
                        .at()
                        .accident(
                                Accident.COUNT_WRAPS,
                                "with this the count of the profile " + profile + " becomes " + unit.count,
                                "");
            }
            members.add(member);
        }

        private boolean isShared() {
            return source.version() == Version.V2_1;
        }

        Group build() {
            return new Group(
                    name, placement, units.stream().map(UnitBuilder::build).toList(), List.copyOf(members));
        }
    }

    private static final class UnitBuilder {
        private final int id;
        private final String profile;
        private final Compute compute;
        private final Pricing pricing;
        private final List<Endpoint> endpoints = new ArrayList<>();
        private long count;

        UnitBuilder(int id, String profile, Compute compute, Pricing pricing) {
            this.id = id;
            this.profile = profile;
            this.compute = compute;
            this.pricing = pricing;
        }

        /** Akash sorts when a service joins, by numbers that are mostly equal; what is in order already stays so. */
        void sortEndpoints() {
            for (int i = 1; i < endpoints.size(); i++) {
                if (isBefore(endpoints.get(i), endpoints.get(i - 1))) {
                    GoSort.sort(endpoints, UnitBuilder::isBefore);
                    return;
                }
            }
        }

        private static boolean isBefore(Endpoint one, Endpoint other) {
            return one.getSequenceNumber() < other.getSequenceNumber();
        }

        Unit build() {
            return new Unit(id, profile, compute, pricing, count, List.copyOf(endpoints));
        }
    }
}
