package network.millrace.proof.program;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attribute;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.Node;

/** Finds the nodes that a graph's outputs depend on, each behind those that it needs itself. Without recursion, so deep. */
final class GraphWalk {
    private enum Mark {
        NEW,
        OPEN,
        DONE
    }

    private final List<Node> nodes;
    private final Map<String, Integer> producers = new TreeMap<>();
    private final Mark[] marks;
    private final List<Node> order = new ArrayList<>();

    private GraphWalk(List<Node> nodes) {
        this.nodes = nodes;
        this.marks = new Mark[nodes.size()];
        Arrays.fill(marks, Mark.NEW);
        for (int i = 0; i < nodes.size(); i++) {
            for (String output : nodes.get(i).outputs()) {
                if (!output.isEmpty() && producers.put(output, i) != null) {
                    throw RefusedException.malformed("value \"" + output + "\" is defined twice");
                }
            }
        }
    }

    /** The nodes that are needed for the given values, in an order in which they can be computed. */
    static List<Node> needed(List<Node> nodes, List<String> values) {
        GraphWalk walk = new GraphWalk(nodes);
        values.forEach(walk::visit);
        return walk.order;
    }

    private void visit(String value) {
        Deque<Integer> path = new ArrayDeque<>();
        open(value, path);
        while (!path.isEmpty()) {
            int node = path.peek();
            if (needs(nodes.get(node)).stream().noneMatch(needed -> open(needed, path))) {
                path.pop();
                marks[node] = Mark.DONE;
                order.add(nodes.get(node));
            }
        }
    }

    /** Puts the producer of a value on the path unless it is done; says whether it did. */
    private boolean open(String value, Deque<Integer> path) {
        Integer producer = producers.get(value);
        if (producer == null || marks[producer] == Mark.DONE) {
            return false;
        }
        if (marks[producer] == Mark.OPEN) {
            throw RefusedException.malformed(
                    "the graph has a cycle through " + nodes.get(producer).title());
        }
        marks[producer] = Mark.OPEN;
        path.push(producer);
        return true;
    }

    /** The names of values that a node reads, those that its subgraphs take from around them included. */
    private static List<String> needs(Node node) {
        List<String> needs = new ArrayList<>(node.inputs());
        for (Attribute attribute : node.attributes().byName().values()) {
            if (attribute instanceof Attribute.Subgraph(Graph subgraph)) {
                needs.addAll(captured(subgraph));
            }
        }
        return needs;
    }

    private static NavigableSet<String> captured(Graph graph) {
        NavigableSet<String> captured = new TreeSet<>(graph.outputs());
        graph.nodes().forEach(node -> captured.addAll(needs(node)));
        graph.nodes().forEach(node -> node.outputs().forEach(captured::remove));
        graph.inputs().forEach(input -> captured.remove(input.name()));
        captured.removeAll(graph.initializers().keySet());
        captured.remove("");
        return captured;
    }
}
