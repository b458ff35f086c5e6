package network.millrace.ledger.kernel;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The bounds of a parameter message, field by field. Immutable once the module is registered. */
public final class Bounds<P extends Message> {
    private interface Rule<P> {
        /** A sentence, or an empty text when the rule holds. */
        String violation(P params);
    }

    private final P prototype;
    private final List<Rule<P>> rules = new ArrayList<>();

    private Bounds(P prototype) {
        this.prototype = prototype;
    }

    public static <P extends Message> Bounds<P> of(P prototype) {
        return new Bounds<>(prototype);
    }

    /** A number field must be at least {@code min} and at most {@code max}. */
    public Bounds<P> between(String field, long min, long max) {
        return between(field, BigInteger.valueOf(min), BigInteger.valueOf(max));
    }

    /** A number field, or a text of decimal digits, must be at least {@code min} and at most {@code max}. */
    public Bounds<P> between(String field, BigInteger min, BigInteger max) {
        FieldDescriptor descriptor = field(field);
        rules.add(params -> {
            String text = text(params, descriptor);
            boolean holds = isNumber(text) && within(new BigInteger(text), min, max);
            return holds
                    ? ""
                    : String.format(
                            Locale.ROOT, "%s must be a number from %s to %s, came \"%s\"", field, min, max, text);
        });
        return this;
    }

    /** Any other law; {@code sentence} says what is expected. */
    public Bounds<P> require(String sentence, Predicate<P> law) {
        rules.add(params -> law.test(params) ? "" : sentence);
        return this;
    }

    /** What is wrong with these parameters, a sentence for each rule broken. */
    public List<String> violations(P params) {
        var violations = new ArrayList<String>();
        for (Rule<P> rule : rules) {
            String violation = rule.violation(params);
            if (!violation.isEmpty()) {
                violations.add(violation);
            }
        }
        return List.copyOf(violations);
    }

    private FieldDescriptor field(String name) {
        FieldDescriptor field = prototype.getDescriptorForType().findFieldByName(name);
        if (field == null || field.isRepeated()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "expected a single field of %s, came \"%s\"",
                    prototype.getDescriptorForType().getFullName(),
                    name));
        }
        return field;
    }

    private static String text(Message params, FieldDescriptor field) {
        Object value = params.getField(field);
        return switch (field.getType()) {
            case UINT32, FIXED32 -> Integer.toUnsignedString((Integer) value);
            case UINT64, FIXED64 -> Long.toUnsignedString((Long) value);
            default -> value.toString();
        };
    }

    private static boolean isNumber(String text) {
        return text.matches("-?[0-9]{1,60}");
    }

    private static boolean within(BigInteger value, BigInteger min, BigInteger max) {
        return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
    }
}
