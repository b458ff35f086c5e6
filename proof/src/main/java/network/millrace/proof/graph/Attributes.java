package network.millrace.proof.graph;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.proof.RefusedException;
import network.millrace.proof.tensor.Tensor;

/** A node's attributes by name, in the order of their names. An attribute of another kind than asked for is refused. */
public record Attributes(SortedMap<String, Attribute> byName) {
    public static final Attributes NONE = new Attributes(new TreeMap<>());

    public Attributes {
        byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
    }

    /** One attribute more, or in place of another. */
    public Attributes with(String name, Attribute value) {
        TreeMap<String, Attribute> changed = new TreeMap<>(byName);
        changed.put(name, value);
        return new Attributes(changed);
    }

    public Attributes with(String name, long value) {
        return with(name, new Attribute.Whole(value));
    }

    public Attributes with(String name, float value) {
        return with(name, new Attribute.Real(value));
    }

    public Attributes with(String name, String value) {
        return with(name, new Attribute.Text(value));
    }

    public Attributes with(String name, long[] values) {
        return with(
                name,
                new Attribute.Wholes(java.util.Arrays.stream(values).boxed().toList()));
    }

    public Attributes without(String name) {
        TreeMap<String, Attribute> changed = new TreeMap<>(byName);
        changed.remove(name);
        return new Attributes(changed);
    }

    public boolean has(String name) {
        return byName.containsKey(name);
    }

    /** An integer that may be absent. */
    public long integer(String name, long absent) {
        return has(name) ? integer(name) : absent;
    }

    public long integer(String name) {
        if (!(present(name) instanceof Attribute.Whole(long value))) {
            throw wrongKind(name, "an integer");
        }
        return value;
    }

    /** An integer used as yes or no. */
    public boolean flag(String name, boolean absent) {
        return integer(name, absent ? 1 : 0) != 0;
    }

    /** A float that may be absent. */
    public float number(String name, float absent) {
        return has(name) ? number(name) : absent;
    }

    public float number(String name) {
        if (!(present(name) instanceof Attribute.Real(float value))) {
            throw wrongKind(name, "a float");
        }
        return value;
    }

    /** A text that may be absent. */
    public String text(String name, String absent) {
        return has(name) ? text(name) : absent;
    }

    public String text(String name) {
        if (!(present(name) instanceof Attribute.Text(String value))) {
            throw wrongKind(name, "a string");
        }
        return value;
    }

    /** Integers; none when the attribute is absent. */
    public Optional<long[]> integers(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (!(present(name) instanceof Attribute.Wholes(List<Long> values))) {
            throw wrongKind(name, "a list of integers");
        }
        return Optional.of(values.stream().mapToLong(Long::longValue).toArray());
    }

    /** Floats; none when the attribute is absent. */
    public Optional<float[]> numbers(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (!(present(name) instanceof Attribute.Reals(List<Float> values))) {
            throw wrongKind(name, "a list of floats");
        }
        float[] numbers = new float[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values.get(i);
        }
        return Optional.of(numbers);
    }

    /** Texts; an empty list when the attribute is absent. */
    public List<String> texts(String name) {
        if (!has(name)) {
            return List.of();
        }
        if (!(present(name) instanceof Attribute.Texts(List<String> values))) {
            throw wrongKind(name, "a list of strings");
        }
        return values;
    }

    public Tensor tensor(String name) {
        if (!(present(name) instanceof Attribute.Constant(Tensor value))) {
            throw wrongKind(name, "a tensor");
        }
        return value;
    }

    public Graph subgraph(String name) {
        if (!(present(name) instanceof Attribute.Subgraph(Graph value))) {
            throw wrongKind(name, "a graph");
        }
        return value;
    }

    private Attribute present(String name) {
        Attribute attribute = byName.get(name);
        if (attribute == null) {
            throw RefusedException.malformed("attribute " + name + " is missing");
        }
        return attribute;
    }

    private RefusedException wrongKind(String name, String wanted) {
        return RefusedException.malformed("attribute " + name + " must be " + wanted + "; it is "
                + present(name).getClass().getSimpleName());
    }
}
