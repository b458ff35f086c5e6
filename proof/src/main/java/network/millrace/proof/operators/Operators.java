package network.millrace.proof.operators;

import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import network.millrace.proof.RefusedException;

/**
 * The operators that there are, by domain, name and the opset from which on a form holds. One line each: adding an operator
 * is a class and a line here. A later opset that only admits more types is no other form, and needs no line.
 */
public final class Operators {
    /** The opsets of the standard domain that are understood. */
    public static final int OPSET_MIN = 7;

    public static final int OPSET_MAX = 28;

    private static final Operators STANDARD = new Operators()
            .with(1, new Add())
            .with(1, new Cast())
            .with(1, new Constant())
            .with(1, new Div())
            .with(1, new Exp())
            .with(1, new Flatten())
            .with(1, new Gemm())
            .with(1, new Identity())
            .with(1, new MatMul())
            .with(1, new Mul())
            .with(1, new AttributeAsInput("ReduceMax", "axes", 1))
            .with(18, new ReduceMax())
            .with(1, new AttributeAsInput("ReduceSum", "axes", 1))
            .with(13, new ReduceSum())
            .with(1, new Relu())
            .with(5, new Reshape())
            .with(1, new Softmax(true))
            .with(13, new Softmax(false))
            .with(1, new AttributeAsInput("Squeeze", "axes", 1))
            .with(13, new Squeeze())
            .with(1, new Sub())
            .with(1, new Transpose())
            .with(1, new AttributeAsInput("Unsqueeze", "axes", 1))
            .with(13, new Unsqueeze());

    private final NavigableMap<String, NavigableMap<Integer, Operator>> forms = new TreeMap<>();

    private Operators() {}

    /** All operators that this version knows. */
    public static Operators standard() {
        return STANDARD;
    }

    private Operators with(int since, Operator operator) {
        return with("", since, operator);
    }

    private Operators with(String domain, int since, Operator operator) {
        Operator other = forms.computeIfAbsent(key(domain, operator.name()), key -> new TreeMap<>())
                .put(since, operator);
        if (other != null) {
            throw new IllegalStateException(operator.name() + " has two forms since opset " + since);
        }
        return this;
    }

    /**
     * The form that an operator has in an opset.
     *
     * @throws RefusedException when there is none
     */
    public Operator find(String domain, String name, int opset) {
        if (domain.isEmpty() && (opset < OPSET_MIN || opset > OPSET_MAX)) {
            throw RefusedException.unsupported(
                    "opset " + opset + " is not supported; the supported ones are " + OPSET_MIN + " to " + OPSET_MAX);
        }
        return form(domain, name, opset)
                .orElseThrow(() -> RefusedException.unsupported("operator " + (domain.isEmpty() ? "" : domain + ".")
                        + name + " of opset " + opset + " is not known"));
    }

    /** The newest form of an operator of the standard domain, which expansions and gradients emit. */
    public Operator newest(String name) {
        return find("", name, OPSET_MAX);
    }

    /** Whether an operator has a form in an opset. */
    public boolean knows(String domain, String name, int opset) {
        return form(domain, name, opset).isPresent();
    }

    /** The names of all operators of the standard domain, in order. */
    public NavigableSet<String> names() {
        NavigableSet<String> names = new TreeSet<>();
        forms.keySet().stream().filter(key -> key.startsWith(":")).forEach(key -> names.add(key.substring(1)));
        return names;
    }

    private Optional<Operator> form(String domain, String name, int opset) {
        NavigableMap<Integer, Operator> known = forms.get(key(domain, name));
        return Optional.ofNullable(known == null ? null : known.floorEntry(opset))
                .map(Map.Entry::getValue);
    }

    private static String key(String domain, String name) {
        return domain + ":" + name;
    }
}
