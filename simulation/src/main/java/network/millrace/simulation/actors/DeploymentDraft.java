package network.millrace.simulation.actors;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import network.millrace.client.sdl.Sdl;
import network.millrace.client.sdl.SdlDocument;
import network.millrace.client.sdl.SdlException;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.ResourceUnit;
import network.millrace.simulation.world.Draw;

/** What a tenant is about to deploy: an SDL document of one to three services, each in a group of its own. */
record DeploymentDraft(List<Wish> wishes, OrderTerms terms, SdlDocument document) {

    /** What one service needs and may cost; stays as it is when the manifest is rewritten. */
    record Wish(long cpuMillis, long memoryMib, long ceiling, boolean isExposed, String tier) {
        /** Most wishes are small and priced well; some nobody can serve. An SDL document exposes at least one service. */
        static Wish drawn(Draw draw, boolean mustBeExposed) {
            return new Wish(
                    draw.pick(List.of(100L, 250L, 500L, 1_000L, 2_000L, 4_000L)),
                    draw.pick(List.of(64L, 128L, 512L, 1_024L, 4_096L)),
                    draw.chance(900_000) ? draw.between(2_000, 20_000) : draw.between(1, 300),
                    mustBeExposed || draw.chance(500_000),
                    draw.chance(150_000) ? "datacenter" : "");
        }
    }

    DeploymentDraft {
        wishes = List.copyOf(wishes);
    }

    static DeploymentDraft drawn(Draw draw, Behaviour behaviour) {
        List<Wish> wishes = new ArrayList<>();
        for (long left = draw.chance(700_000) ? 1 : draw.between(2, 3); left > 0; left--) {
            wishes.add(Wish.drawn(draw, wishes.isEmpty()));
        }
        OrderTerms.Builder terms = OrderTerms.newBuilder().setExpectedDurationS(draw.between(0, 7_200));
        if (draw.chance(200_000)) {
            terms.setAward(OrderTerms.AwardMode.TENANT);
        }
        if (draw.chance(150_000)) {
            terms.setRegion("eu-central");
        }
        return new DeploymentDraft(wishes, terms.build(), document(draw, wishes, behaviour));
    }

    List<GroupSpec> groups() {
        return document.groups();
    }

    ByteString manifest() {
        return ByteString.copyFrom(document.canonicalJson());
    }

    Hash hash() {
        return document.version();
    }

    /** The same groups with another manifest. */
    DeploymentDraft rewritten(Draw draw, Behaviour behaviour) {
        return new DeploymentDraft(wishes, terms, document(draw, wishes, behaviour));
    }

    /** The price of all groups at their ceilings for a number of pricing periods, whole micro-units. */
    long costAtMost(long periods) {
        Price sum = Price.zero(Denom.UUSD);
        for (GroupSpec group : groups()) {
            for (ResourceUnit unit : group.getResourcesList()) {
                sum = sum.plus(Price.of(unit.getPrice()).times(unit.getCount()));
            }
        }
        return sum.costRoundedUp(periods).amount().value().longValueExact();
    }

    private static SdlDocument document(Draw draw, List<Wish> wishes, Behaviour behaviour) {
        String text = text(draw.between(1, 9), wishes, behaviour);
        try {
            return Sdl.parse(text);
        } catch (SdlException refused) {
            throw new IllegalStateException("the simulation wrote a wrong SDL document:\n" + text, refused);
        }
    }

    private static String text(long version, List<Wish> wishes, Behaviour behaviour) {
        StringBuilder services = new StringBuilder();
        StringBuilder compute = new StringBuilder();
        StringBuilder placement = new StringBuilder();
        StringBuilder deployment = new StringBuilder();
        for (int i = 0; i < wishes.size(); i++) {
            Wish wish = wishes.get(i);
            String name = "web-" + i;
            services.append("  ").append(name).append(":\n    image: example.org/");
            services.append(behaviour.image()).append(':').append(version).append("\n    env:\n");
            behaviour
                    .environment()
                    .forEach(one -> services.append("      - ").append(one).append('\n'));
            if (wish.isExposed()) {
                services.append(
                        "    expose:\n      - port: 8080\n        as: 80\n        to:\n          - global: true\n");
            }
            compute.append("    ").append(name).append(":\n      resources:\n        cpu:\n          units: ");
            compute.append(wish.cpuMillis()).append("m\n        memory:\n          size: ");
            compute.append(wish.memoryMib()).append("Mi\n        storage:\n          size: 512Mi\n");
            placement.append("    place-").append(i).append(":\n");
            if (!wish.tier().isEmpty()) {
                placement
                        .append("      attributes:\n        tier: ")
                        .append(wish.tier())
                        .append('\n');
            }
            placement.append("      pricing:\n        ").append(name).append(":\n          denom: uusd\n");
            placement.append("          amount: ").append(wish.ceiling()).append('\n');
            deployment
                    .append("  ")
                    .append(name)
                    .append(":\n    place-")
                    .append(i)
                    .append(":\n      profile: ");
            deployment.append(name).append("\n      count: 1\n");
        }
        return "version: \"2.0\"\nservices:\n" + services + "profiles:\n  compute:\n" + compute + "  placement:\n"
                + placement + "deployment:\n" + deployment;
    }
}
