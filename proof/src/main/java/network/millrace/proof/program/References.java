package network.millrace.proof.program;

import java.util.TreeMap;
import network.millrace.proof.graph.Attribute;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.Node;

/** Resolves references to a calling node's attributes in the body of a function. */
final class References {
    private References() {}

    static Node resolve(Node node, Attributes call, Attributes defaults) {
        TreeMap<String, Attribute> resolved = new TreeMap<>();
        node.attributes().byName().forEach((name, attribute) -> {
            switch (attribute) {
                case Attribute.Reference(String wanted) -> {
                    Attributes source = call.has(wanted) ? call : defaults;
                    if (source.has(wanted)) {
                        resolved.put(name, source.byName().get(wanted));
                    }
                }
                case Attribute.Subgraph(Graph body) ->
                    resolved.put(name, new Attribute.Subgraph(resolve(body, call, defaults)));
                case Attribute.Real ignored -> resolved.put(name, attribute);
                case Attribute.Whole ignored -> resolved.put(name, attribute);
                case Attribute.Text ignored -> resolved.put(name, attribute);
                case Attribute.Constant ignored -> resolved.put(name, attribute);
                case Attribute.Reals ignored -> resolved.put(name, attribute);
                case Attribute.Wholes ignored -> resolved.put(name, attribute);
                case Attribute.Texts ignored -> resolved.put(name, attribute);
                case Attribute.ElementType ignored -> resolved.put(name, attribute);
            }
        });
        return new Node(
                node.name(),
                node.domain(),
                node.operator(),
                node.version(),
                node.inputs(),
                node.outputs(),
                new Attributes(resolved));
    }

    private static Graph resolve(Graph body, Attributes call, Attributes defaults) {
        return new Graph(
                body.name(),
                body.inputs(),
                body.outputs(),
                body.nodes().stream().map(node -> resolve(node, call, defaults)).toList(),
                body.initializers(),
                body.functions(),
                body.metadata());
    }
}
