package network.millrace.client.sdl;

import java.util.ArrayList;
import java.util.Comparator;
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

/** Makes the plan of a document whose references have been checked. */
final class PlanBuilder {
    private final Source source;
    private final Map<String, Integer> sequenceNumbers;
    private final SortedMap<String, Group> groups = new TreeMap<>();

    private PlanBuilder(Source source) {
        this.source = source;
        this.sequenceNumbers = sequenceNumbers(source);
    }

    static Plan build(Source source) {
        PlanBuilder builder = new PlanBuilder(source);
        source.deployment()
                .forEach((service, targets) ->
                        targets.forEach((placement, target) -> builder.add(service, placement, target)));
        return new Plan(List.copyOf(builder.groups.values()));
    }

    /** References are checked before the plan is made. */
    private static <T> T known(Map<String, T> parts, String name) {
        T part = parts.get(name);
        if (part == null) {
            throw new IllegalStateException("nothing is named " + name + ", though that was checked");
        }
        return part;
    }

    private void add(String name, String placementName, Target target) {
        Placement placement = known(source.placements(), placementName);
        Compute compute = known(source.computes(), target.profile());
        Group group = groups.computeIfAbsent(
                placementName, key -> new Group(key, placement, new ArrayList<>(), new ArrayList<>()));
        Service service = known(source.services(), name);
        int position = position(group, target.profile());
        Member member = new Member(name, service, compute, position + 1, target.count(), ports(service));
        if (position == group.units().size()) {
            Pricing pricing = known(placement.pricing(), target.profile());
            group.units()
                    .add(new Unit(
                            position + 1, target.profile(), compute, pricing, target.count(), member.endpoints()));
        } else {
            group.units().set(position, group.units().get(position).plus(target.count(), member.endpoints()));
        }
        group.members().add(member);
    }

    /** Where the unit stands that a service joins, or where a new one is appended. */
    private int position(Group group, String profile) {
        int position = 0;
        while (position < group.units().size()
                && !(isShared() && group.units().get(position).profile().equals(profile))) {
            position++;
        }
        return position;
    }

    private boolean isShared() {
        return source.version() == Version.V2_1;
    }

    private List<Port> ports(Service service) {
        List<Port> ports = new ArrayList<>();
        for (Expose expose : service.exposes()) {
            if (expose.recipients().isEmpty()) {
                ports.add(new Port(expose, new Recipient(expose.at(), "", false, ""), 0));
            }
            for (Recipient recipient : expose.recipients()) {
                int number = recipient.ip().isEmpty() ? 0 : sequenceNumbers.getOrDefault(recipient.ip(), 0);
                ports.add(new Port(expose, recipient, number));
            }
        }
        ports.sort(Port.ORDER);
        return ports;
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
                    .forEach(recipient -> names.add(recipient.ip()));
        }
        names.sort(Comparator.naturalOrder());
        Map<String, Integer> numbers = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            numbers.put(names.get(i), i + 1);
        }
        return numbers;
    }
}
