package network.millrace.proof.program;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.proof.graph.Function;
import network.millrace.proof.operators.Value;
import org.jspecify.annotations.Nullable;

/** The values that nodes of a graph can name: its own, then those of the graph around it. */
final class Scope {
    private final @Nullable Scope outer;
    private final SortedMap<String, Function> functions;
    private final Map<String, Value> values = new TreeMap<>();

    /** The scope of a graph or of a function's body, which sees nothing around it. */
    Scope(SortedMap<String, Function> functions) {
        this.outer = null;
        this.functions = functions;
    }

    /** The scope of a subgraph. */
    Scope(Scope outer) {
        this.outer = outer;
        this.functions = outer.functions;
    }

    SortedMap<String, Function> functions() {
        return functions;
    }

    void define(String name, Value value) {
        values.put(name, value);
    }

    @Nullable
    Value find(String name) {
        Value value = values.get(name);
        if (value == null && outer != null) {
            return outer.find(name);
        }
        return value;
    }
}
