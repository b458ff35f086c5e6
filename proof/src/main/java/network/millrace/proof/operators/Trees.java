package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/** Operators of ONNX's domain of classical machine learning that take and give numbers. */
final class Trees {
    private static final int DEPTH_MAX = 256;

    private final Expansion e;
    private final int features;
    private final List<Value> reached = new ArrayList<>();
    private final List<Integer> leaves = new ArrayList<>();
    private final List<List<Double>> members;
    private int visits;

    private Trees(Expansion e) {
        this.e = e;
        if (e.input(0).shape().rank() != 2) {
            throw RefusedException.malformed("TreeEnsemble takes rows of features; the shape is "
                    + e.input(0).shape());
        }
        this.features = e.input(0).shape().dimension(1);
        this.members = members();
    }

    static Value binarizer(Expansion e) {
        Value x = e.input(0);
        Value above = e.emit("Greater", x, e.scalarLike(x, e.attributes().number("threshold", 0)));
        return e.emit("Where", above, e.scalarLike(x, 1), e.scalarLike(x, 0));
    }

    /** Elements of the last axis by their indices. */
    static Value arrayFeatureExtractor(Expansion e) {
        Value x = e.input(0);
        Value rows = x.shape().rank() == 1 ? e.reshape(x, Shape.of(1, x.shape().dimension(0))) : x;
        Value flat =
                e.reshape(e.input(1), Shape.of(new long[] {e.input(1).shape().size()}));
        return e.emit("Gather", Attributes.NONE.with("axis", -1), rows, flat);
    }

    /** Every condition of every tree for every row, which leaf they lead to, and the leaves' weights as a matrix product. */
    static Value ensemble(Expansion e) {
        return new Trees(e).result();
    }

    private long[] numbers(String name) {
        return e.attributes().integers(name).orElse(new long[0]);
    }

    private int at(String name, int i) {
        long[] numbers = numbers(name);
        if (i < 0 || i >= numbers.length || numbers[i] < 0 || numbers[i] > Integer.MAX_VALUE) {
            throw RefusedException.malformed(name + " of TreeEnsemble has no number " + i + " that can be one");
        }
        return (int) numbers[i];
    }

    /** The sets of the nodes that ask for membership, in the order of the nodes; a NaN ends each. */
    private List<List<Double>> members() {
        List<List<Double>> sets = new ArrayList<>(List.of(new ArrayList<>()));
        if (e.attributes().has("membership_values")) {
            Tensor values = e.attributes().tensor("membership_values");
            for (int i = 0; i < values.size(); i++) {
                if (Double.isNaN(values.real(i))) {
                    sets.add(new ArrayList<>());
                } else {
                    sets.getLast().add(values.real(i));
                }
            }
        }
        return sets;
    }

    private Value result() {
        long[] roots = numbers("tree_roots");
        for (long root : roots) {
            walk((int) root, false, Value.ABSENT, 0);
        }
        long aggregate = e.attributes().integer("aggregate_function", 1);
        long transform = e.attributes().integer("post_transform", 0);
        if (aggregate > 1 || transform != 0) {
            throw RefusedException.unsupported("TreeEnsemble with aggregate_function " + aggregate
                    + " and post_transform " + transform + " is not supported; sums and means are, untransformed");
        }
        Value x = e.input(0);
        int targets = (int) Math.clamp(e.attributes().integer("n_targets", 1), 1L, 1 << 20);
        Tensor leafWeights = e.attributes().tensor("leaf_weights");
        double[] weights = new double[Shape.of(leaves.size(), targets).arraySize()];
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            int target = at("leaf_targetids", leaves.get(leaf));
            if (target >= targets || leaves.get(leaf) >= leafWeights.size()) {
                throw RefusedException.malformed("leaf " + leaves.get(leaf) + " of TreeEnsemble has no target");
            }
            weights[leaf * targets + target] = leafWeights.real(leaves.get(leaf));
        }
        Value hits = reached.size() == 1
                ? reached.getFirst()
                : e.emit("Concat", 1, Attributes.NONE.with("axis", 1), reached).getFirst();
        Value numbers =
                e.emit("Cast", Attributes.NONE.with("to", x.type().type().code()), hits);
        Value matrix = Turns.constant(e, x.type().type(), Shape.of(leaves.size(), targets), weights);
        Value sum = e.emit("MatMul", numbers, matrix);
        return aggregate == 0 ? e.emit("Div", sum, e.scalarLike(sum, roots.length)) : sum;
    }

    private void walk(int node, boolean leaf, Value reach, int depth) {
        visits++;
        if (depth > DEPTH_MAX || visits > 2L * numbers("nodes_featureids").length + 2) {
            throw RefusedException.malformed("the nodes of TreeEnsemble are no trees, or deeper than " + DEPTH_MAX);
        }
        if (leaf) {
            leaves.add(node);
            reached.add(reach);
            return;
        }
        Value holds = condition(node);
        Value fails = e.emit("Not", holds);
        Value yes = reach.isAbsent() ? holds : e.emit("And", reach, holds);
        Value no = reach.isAbsent() ? fails : e.emit("And", reach, fails);
        walk(at("nodes_truenodeids", node), at("nodes_trueleafs", node) != 0, yes, depth + 1);
        walk(at("nodes_falsenodeids", node), at("nodes_falseleafs", node) != 0, no, depth + 1);
    }

    private Value condition(int node) {
        int feature = at("nodes_featureids", node);
        Tensor modes = e.attributes().tensor("nodes_modes");
        Tensor splits = e.attributes().tensor("nodes_splits");
        if (feature >= features || node >= modes.size() || node >= splits.size()) {
            throw RefusedException.malformed("node " + node + " of TreeEnsemble has no feature, mode or split");
        }
        Value x = e.emit("Gather", Attributes.NONE.with("axis", 1), e.input(0), e.integers(feature));
        Value split = e.scalarLike(x, splits.real(node));
        Value holds =
                switch ((int) modes.integer(node)) {
                    case 0 -> e.emit("LessOrEqual", x, split);
                    case 1 -> e.emit("Less", x, split);
                    case 2 -> e.emit("GreaterOrEqual", x, split);
                    case 3 -> e.emit("Greater", x, split);
                    case 4 -> e.emit("Equal", x, split);
                    case 5 -> e.emit("Not", e.emit("Equal", x, split));
                    case 6 -> isMember(x, modes, node);
                    default -> throw RefusedException.malformed("TreeEnsemble has no mode " + modes.integer(node));
                };
        long[] missing = numbers("nodes_missing_value_tracks_true");
        return node < missing.length && missing[node] != 0 ? e.emit("Or", holds, e.emit("IsNaN", x)) : holds;
    }

    private Value isMember(Value x, Tensor modes, int node) {
        int set = 0;
        for (int before = 0; before < node; before++) {
            set += modes.integer(before) == 6 ? 1 : 0;
        }
        Value any = e.emit("Less", x, x);
        for (double member : set < members.size() ? members.get(set) : List.<Double>of()) {
            any = e.emit("Or", any, e.emit("Equal", x, e.scalarLike(x, member)));
        }
        return any;
    }
}
