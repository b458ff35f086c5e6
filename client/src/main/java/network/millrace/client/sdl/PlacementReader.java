package network.millrace.client.sdl;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import network.millrace.client.sdl.Source.Placement;
import network.millrace.client.sdl.Source.Pricing;
import network.millrace.client.sdl.Source.Words;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.resources.v1.Attribute;
import org.jspecify.annotations.Nullable;

/** Reads {@code profiles.placement.<name>}. */
final class PlacementReader {
    private static final Pattern AMOUNT = Pattern.compile("[+-]?[0-9]{1,60}(\\.[0-9]{1,18})?");

    private PlacementReader() {}

    static Placement read(String name, YamlValue at) {
        Map<String, YamlValue> fields = at.fields();
        YamlValue signedBy = fields.get("signedBy");
        Map<String, YamlValue> signers = signedBy == null ? Map.of() : signedBy.fields();
        Words allOf = words(at, signers, "allOf");
        Words anyOf = words(at, signers, "anyOf");
        if (signedBy != null && !(allOf.list().isEmpty() && anyOf.list().isEmpty())) {
            signedBy.remark("this network has no auditors yet, so that no provider matches", "leave signedBy out");
        }
        YamlValue attributes = fields.get("attributes");
        boolean present = attributes != null && !attributes.isNull();
        return new Placement(at, present, attributes(fields.get("attributes")), allOf, anyOf, pricing(fields));
    }

    private static List<Attribute> attributes(@Nullable YamlValue value) {
        if (value == null) {
            return List.of();
        }
        SortedMap<String, String> sorted = new TreeMap<>();
        value.fields().forEach((key, field) -> sorted.put(key, field.text()));
        return sorted.entrySet().stream()
                .map(entry -> Attribute.newBuilder()
                        .setKey(entry.getKey())
                        .setValue(entry.getValue())
                        .build())
                .toList();
    }

    private static Words words(YamlValue at, Map<String, YamlValue> fields, String name) {
        YamlValue value = fields.get(name);
        return value == null || value.isNull()
                ? new Words(at, false, List.of())
                : new Words(value, true, value.texts());
    }

    private static SortedMap<String, Pricing> pricing(Map<String, YamlValue> fields) {
        SortedMap<String, Pricing> pricing = new TreeMap<>();
        YamlValue value = fields.get("pricing");
        if (value != null) {
            value.fields().forEach((profile, price) -> pricing.put(profile, price(price)));
        }
        return pricing;
    }

    private static Pricing price(YamlValue at) {
        Map<String, YamlValue> fields = at.fields();
        String denom = ServiceReader.text(fields, "denom");
        try {
            new Denom(denom);
        } catch (MalformedException wrong) {
            at.problem("denom: " + wrong.getMessage());
        }
        String amount = ServiceReader.text(fields, "amount");
        if (!AMOUNT.matcher(amount).matches()) {
            at.problem("amount must be a decimal number with at most 18 digits after the point; this is "
                    + (amount.isEmpty() ? "missing" : MalformedException.quote(amount)));
            return new Pricing(at, denom, BigDecimal.ONE);
        }
        return new Pricing(at, denom, new BigDecimal(amount.startsWith("+") ? amount.substring(1) : amount));
    }
}
