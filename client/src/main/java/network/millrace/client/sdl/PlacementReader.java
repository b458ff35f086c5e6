package network.millrace.client.sdl;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.millrace.client.sdl.Source.Placement;
import network.millrace.client.sdl.Source.Pricing;
import network.millrace.client.sdl.Source.Words;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.resources.v1.Attribute;

/** Reads {@code profiles.placement.<name>}. */
final class PlacementReader {
    private static final Set<String> KEYS = Set.of("attributes", "signedBy", "pricing");
    private static final Set<String> SIGNER_KEYS = Set.of("allOf", "anyOf");
    private static final Set<String> PRICE_KEYS = Set.of("denom", "amount");
    /** What Akash's decimals are read from: a minus is taken off first, then the digits may have a sign again. */
    private static final Pattern AMOUNT = Pattern.compile("(-?)([+-]?)0*([0-9]{0,60})(?:\\.([0-9]{1,18}))?");

    private static final Pattern USUAL_AMOUNT = Pattern.compile("-?[+]?[0-9]+(\\.[0-9]+)?");

    private PlacementReader() {}

    static Placement read(YamlValue at) {
        Fields fields = at.fields(KEYS);
        Words none = Words.absent(at);
        Words allOf = fields.find("signedBy")
                .map(value -> value.fields(SIGNER_KEYS).words("allOf"))
                .orElse(none);
        Words anyOf = fields.find("signedBy")
                .map(value -> value.fields(SIGNER_KEYS).words("anyOf"))
                .orElse(none);
        if (!(allOf.list().isEmpty() && anyOf.list().isEmpty())) {
            fields.at("signedBy")
                    .remark("this network has no auditors yet, so that no provider matches", "leave signedBy out");
        }
        return new Placement(at, attributes(fields), allOf, anyOf, pricing(fields));
    }

    private static List<Attribute> attributes(Fields fields) {
        SortedMap<String, String> sorted = new TreeMap<>(GoOrder.NAMES);
        fields.entries("attributes").forEach((key, value) -> {
            AttributeKeys.checkPlacement(value.key(), key);
            sorted.put(key, value.text());
        });
        return sorted.entrySet().stream()
                .map(entry -> AttributeKeys.attribute(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** A price that is null is no price, and wrong as soon as something is deployed for it. */
    private static SortedMap<String, Pricing> pricing(Fields fields) {
        SortedMap<String, Pricing> pricing = new TreeMap<>(GoOrder.NAMES);
        for (Map.Entry<String, YamlValue> price : fields.entries("pricing").entrySet()) {
            if (!price.getValue().isNull()) {
                pricing.put(price.getKey(), price(price.getValue()));
            }
        }
        return pricing;
    }

    private static Pricing price(YamlValue at) {
        Fields fields = at.fields(PRICE_KEYS);
        String denom = fields.text("denom");
        try {
            new Denom(denom);
        } catch (MalformedException wrong) {
            fields.at("denom").problem("denom: " + wrong.getMessage(), "write denom: uusd");
        }
        return new Pricing(at, denom, amount(fields));
    }

    private static BigDecimal amount(Fields fields) {
        String text = fields.text("amount");
        Matcher parts = AMOUNT.matcher(text);
        boolean isNumber = parts.matches() && hasDigits(text, parts);
        if (!isNumber) {
            fields.at("amount")
                    .problem(
                            "amount must be a decimal number with at most 18 digits after the point; this is "
                                    + (text.isEmpty() ? "missing" : MalformedException.quote(text)),
                            "write it in full, such as 1000 or 0.5");
            return BigDecimal.ZERO;
        }
        BigDecimal amount = amount(parts);
        if (amount.signum() <= 0) {
            fields.at("amount").problem("amount must be above 0; this is " + MalformedException.quote(text));
        } else if (!USUAL_AMOUNT.matcher(text).matches()) {
            fields.at("amount")
                    .accident(
                            Accident.AMOUNT_SIGNS,
                            MalformedException.quote(text) + " is " + amount.toPlainString(),
                            "write " + amount.toPlainString());
        }
        return amount;
    }

    /** Something must stand before the point, though it may be a sign. */
    private static boolean hasDigits(String text, Matcher parts) {
        boolean point = parts.group(4) != null;
        String whole = point ? text.substring(0, text.indexOf('.')) : text;
        String unsigned = whole.startsWith("-") ? whole.substring(1) : whole;
        return point ? !unsigned.isEmpty() : unsigned.matches("[+-]?[0-9]+");
    }

    private static BigDecimal amount(Matcher parts) {
        String whole = parts.group(3).isEmpty() ? "0" : parts.group(3);
        String fraction = parts.group(4) == null ? "0" : parts.group(4);
        BigDecimal amount = new BigDecimal(whole + "." + fraction);
        boolean negative = parts.group(1).equals("-") != parts.group(2).equals("-");
        return negative ? amount.negate() : amount;
    }
}
