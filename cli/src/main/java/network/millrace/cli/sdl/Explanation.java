package network.millrace.cli.sdl;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.millrace.cli.output.Text;
import network.millrace.client.sdl.GroupPrice;
import network.millrace.client.sdl.SdlDocument;
import network.millrace.client.sdl.SdlException;
import network.millrace.protocol.manifest.v1.ManifestGroup;
import network.millrace.protocol.manifest.v1.Service;
import network.millrace.protocol.resources.v1.GroupSpec;

/** A document in words: what it runs, what it needs, who can reach it, what it may cost. */
record Explanation(String file, SdlDocument document, NetworkTerms terms) {

    /** What all groups need together. */
    private Needs total() {
        return document.groups().stream().map(Explanation::needs).reduce(Needs.NOTHING, Needs::plus);
    }

    private static Needs needs(GroupSpec group) {
        return group.getResourcesList().stream()
                .map(unit -> Needs.of(unit.getResource()).times(Integer.toUnsignedLong(unit.getCount())))
                .reduce(Needs.NOTHING, Needs::plus);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        int count = document.groups().size();
        text.append(file).append(" orders ").append(count == 1 ? "one group" : count + " groups");
        text.append(count == 1 ? ", which one provider runs.\n" : ", each of which one provider runs.\n");
        for (int i = 0; i < count; i++) {
            appendGroup(text, i);
        }
        text.append("\nTogether\n");
        line(text, "needs", total().text());
        PeriodPrice.inDocument(document).forEach(price -> line(text, "costs", ceiling(price)));
        text.append('\n');
        footnotes().forEach(note -> text.append(note).append('\n'));
        return text.toString();
    }

    private void appendGroup(StringBuilder text, int index) {
        GroupSpec group = document.groups().get(index);
        ManifestGroup manifest = document.manifest().getGroups(index);
        GroupPrice price = document.groupPrices().get(index);
        text.append("\nGroup ").append(group.getName()).append('\n');
        for (Service service : manifest.getServicesList()) {
            line(text, "runs", instances(service) + " of " + service.getName() + ", image " + service.getImage());
            line(text, "", "each: " + Needs.of(service.getResources()).text());
            service.getParams()
                    .getStorageList()
                    .forEach(mount -> line(
                            text,
                            "",
                            "volume " + mount.getName() + " at " + mount.getMount()
                                    + (mount.getReadOnly() ? ", read-only" : "")));
            Openings.of(service).forEach(opening -> line(text, "", "opens " + opening));
        }
        Demands.of(group).forEach(demand -> line(text, "provider", "must " + demand));
        line(text, "costs", ceiling(new PeriodPrice(price.amount(), price.denom())));
    }

    private String period() {
        return Text.duration(terms.pricingPeriod()).replace(".0 s", " s");
    }

    private static String instances(Service service) {
        long count = Integer.toUnsignedLong(service.getCount());
        return count == 1 ? "1 instance" : count + " instances";
    }

    private String ceiling(PeriodPrice price) {
        Duration period = terms.pricingPeriod();
        return "at most " + price.text() + " for " + period() + ": "
                + price.over(PeriodPrice.HOUR, period) + " an hour, " + price.over(PeriodPrice.MONTH, period)
                + " a month";
    }

    private static void line(StringBuilder text, String label, String line) {
        text.append(
                String.format(java.util.Locale.ROOT, "  %-9s %s%n", label, line).replace("\r", ""));
    }

    private List<String> footnotes() {
        List<String> notes = new ArrayList<>();
        notes.add(
                "The price is a ceiling: providers bid below it, and you pay the winner's bid, only while the workload is ready.");
        notes.add("Prices are for a pricing period (" + period() + " on " + terms.name()
                + "), in millionths: 1,000,000 uusd is 1 usd. A month is 30 days.");
        notes.add(here());
        document.reclamationWindow()
                .ifPresent(window -> notes.add("It asks for notice of " + Text.duration(window)
                        + " before a lease is ended; no network of Millrace's gives that yet."));
        return notes;
    }

    private String here() {
        try {
            List<PeriodPrice> here = PeriodPrice.onNetwork(document, terms.denominations());
            List<PeriodPrice> written = PeriodPrice.inDocument(document);
            return here.equals(written)
                    ? "Leases on " + terms.name() + " are paid in "
                            + here.getFirst().denom() + "."
                    : "On " + terms.name() + " " + written.getFirst().denom() + " stands for "
                            + here.getFirst().denom() + ": " + PeriodPrice.text(here) + " there.";
        } catch (SdlException refused) {
            return "On " + terms.name() + " it would be refused: " + refused.getMessage();
        }
    }

    Map<String, Object> json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("file", file);
        List<Object> groups = new ArrayList<>();
        for (int i = 0; i < document.groups().size(); i++) {
            groups.add(group(i));
        }
        object.put("groups", groups);
        object.put("needs", total().json());
        object.put(
                "costs",
                PeriodPrice.inDocument(document).stream().map(this::cost).toList());
        object.put("pricing_period_ms", terms.pricingPeriod().toMillis());
        object.put("version", document.version().hex());
        return object;
    }

    private Map<String, Object> group(int index) {
        GroupSpec group = document.groups().get(index);
        GroupPrice price = document.groupPrices().get(index);
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", group.getName());
        object.put(
                "services",
                document.manifest().getGroups(index).getServicesList().stream()
                        .map(Explanation::service)
                        .toList());
        object.put("needs", needs(group).json());
        object.put("provider_must", Demands.of(group));
        object.put("costs", cost(new PeriodPrice(price.amount(), price.denom())));
        return object;
    }

    private static Map<String, Object> service(Service service) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", service.getName());
        object.put("image", service.getImage());
        object.put("count", Integer.toUnsignedLong(service.getCount()));
        object.put("each", Needs.of(service.getResources()).json());
        object.put("opens", Openings.of(service));
        return object;
    }

    private Map<String, Object> cost(PeriodPrice price) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("denom", price.denom());
        object.put("period", price.amount().stripTrailingZeros().toPlainString());
        object.put("hour", price.cost(PeriodPrice.HOUR, terms.pricingPeriod()));
        object.put("month", price.cost(PeriodPrice.MONTH, terms.pricingPeriod()));
        return object;
    }
}
