package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.operators.RecurrentCell.Weights;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/**
 * A recurrent network, written out step by step. The products of the whole sequence with the input weights come first, with the biases
 * added; each step then takes its row of them. Beyond the end of a sequence the states stay as they are and the outputs are 0; so a
 * backward direction, which goes from the last step to the first, begins at the end of each sequence.
 */
final class Recurrence implements Composite {
    private static final int LENGTHS = 4;
    private static final int FIRST_STATE = 5;
    private static final int PEEPHOLES = 7;

    private final RecurrentCell cell;

    Recurrence(RecurrentCell cell) {
        this.cell = cell;
    }

    @Override
    public String name() {
        return cell.name();
    }

    @Override
    public List<Value> expand(Expansion e) {
        boolean batchFirst = e.attributes().flag("layout", false);
        Value x = batchFirst ? moved(e, e.input(0), 1, 0, 2) : e.input(0);
        int directions = directions(e.attributes());
        check(e, x.shape(), directions);
        List<CellFunctions> functions = CellFunctions.of(e.attributes(), cell.activations(), directions);
        List<List<Value>> outputs = new ArrayList<>();
        for (int d = 0; d < directions; d++) {
            boolean backward =
                    d == 1 || e.attributes().text("direction", "forward").equals("reverse");
            outputs.add(direction(e, x, weights(e, d, functions.get(d)), d, backward));
        }
        List<Value> results = new ArrayList<>();
        for (int output = 0; output <= cell.states(); output++) {
            int each = output;
            List<Value> all =
                    outputs.stream().map(direction -> direction.get(each)).toList();
            Value joined = Steps.joined(e, all, output == 0 ? 1 : 0);
            Value last = batchFirst && output > 0 ? moved(e, joined, 1, 0, 2) : joined;
            results.add(batchFirst && output == 0 ? moved(e, joined, 2, 0, 1, 3) : last);
        }
        return results;
    }

    private static int directions(Attributes attributes) {
        String direction = attributes.text("direction", "forward");
        return switch (direction) {
            case "forward", "reverse" -> 1;
            case "bidirectional" -> 2;
            default ->
                throw RefusedException.malformed(
                        "a direction is forward, reverse or bidirectional, not \"" + direction + "\"");
        };
    }

    private void check(Expansion e, Shape x, int directions) {
        Shape weights = e.input(1).shape();
        boolean fit = x.rank() == 3
                && x.dimension(0) > 0
                && weights.rank() == 3
                && weights.dimension(1) % cell.gates() == 0
                && weights.equals(Shape.of(directions, weights.dimension(1), x.dimension(2)));
        if (!fit) {
            throw RefusedException.malformed(name() + " of " + directions + " directions takes at least one step of "
                    + "[batch, size] and weights of [directions, " + cell.gates() + " * hidden, size]; the shapes are "
                    + x
                    + " and " + weights);
        }
        int rows = weights.dimension(1);
        int hidden = rows / cell.gates();
        require(e, 2, Shape.of(directions, rows, hidden));
        require(e, 3, Shape.of(directions, 2 * rows));
        require(e, LENGTHS, Shape.of(x.dimension(1)));
        Shape state = e.attributes().flag("layout", false)
                ? Shape.of(x.dimension(1), directions, hidden)
                : Shape.of(directions, x.dimension(1), hidden);
        for (int i = 0; i < cell.states(); i++) {
            require(e, FIRST_STATE + i, state);
        }
        require(e, PEEPHOLES, Shape.of(directions, 3 * hidden));
    }

    private void require(Expansion e, int input, Shape shape) {
        if (e.has(input) && !e.input(input).shape().equals(shape)) {
            throw RefusedException.malformed("input " + input + " of " + name() + " must have the shape " + shape
                    + "; it has " + e.input(input).shape());
        }
    }

    private Weights weights(Expansion e, int direction, CellFunctions functions) {
        Value recurrent = Matrices.transpose(e, of(e, e.input(2), direction));
        int width = recurrent.shape().dimension(1);
        Value biases = e.has(3) ? of(e, e.input(3), direction) : Value.ABSENT;
        return new Weights(
                recurrent.shape().dimension(0),
                Matrices.transpose(e, of(e, e.input(1), direction)),
                cell.recurrent(e, recurrent),
                e.has(3) ? Steps.slice(e, biases, 0, 0, width) : Value.ABSENT,
                e.has(3) ? Steps.slice(e, biases, 0, width, 2L * width) : Value.ABSENT,
                e.has(PEEPHOLES) ? of(e, e.input(PEEPHOLES), direction) : Value.ABSENT,
                functions);
    }

    /** What belongs to one direction, the axis of directions dropped. */
    private static Value of(Expansion e, Value all, int direction) {
        return e.emit("Gather", Attributes.NONE.with("axis", 0), all, e.constant(Tensor.scalar((long) direction)));
    }

    /** The outputs of all steps, [steps, 1, batch, hidden], and each last state, [1, batch, hidden]. */
    private List<Value> direction(Expansion e, Value x, Weights weights, int direction, boolean backward) {
        int steps = x.shape().dimension(0);
        int batch = x.shape().dimension(1);
        List<Value> inputs = Steps.of(e, projected(e, x, weights), 0);
        List<Value> states = start(e, weights, direction, batch);
        List<Value> outputs = new ArrayList<>();
        Shape row = Shape.of(batch, cell.gates() * weights.hidden());
        for (int i = 0; i < steps; i++) {
            int step = backward ? steps - 1 - i : i;
            List<Value> after = cell.step(e, weights, e.reshape(inputs.get(step), row), states);
            Value output = after.getFirst();
            if (e.has(LENGTHS)) {
                Value within = within(e, step, batch);
                output = e.emit("Where", within, output, e.scalarLike(output, 0));
                after = kept(e, within, after, states);
            }
            states = after;
            outputs.add(e.reshape(output, Shape.of(1, 1, batch, weights.hidden())));
        }
        if (backward) {
            Collections.reverse(outputs);
        }
        List<Value> results = new ArrayList<>(List.of(Steps.joined(e, outputs, 0)));
        states.forEach(state -> results.add(e.reshape(state, Shape.of(1, batch, weights.hidden()))));
        return results;
    }

    /** What the input gives to the gates at every step: [steps, batch, gates * hidden]. */
    private Value projected(Expansion e, Value x, Weights weights) {
        Shape shape = x.shape();
        Value rows = e.reshape(x, Shape.of(shape.product(0, 2), shape.dimension(2)));
        Value products = e.emit("MatMul", rows, weights.input());
        Value sums = weights.bias().isAbsent() ? products : e.emit("Add", products, cell.addedBias(e, weights));
        return e.reshape(sums, shape.with(2, sums.shape().dimension(1)));
    }

    private List<Value> start(Expansion e, Weights weights, int direction, int batch) {
        boolean batchFirst = e.attributes().flag("layout", false);
        Shape shape = Shape.of(batch, weights.hidden());
        List<Value> states = new ArrayList<>();
        for (int state = 0; state < cell.states(); state++) {
            int input = FIRST_STATE + state;
            if (!e.has(input)) {
                states.add(Fill.like(e, e.input(0), 0, shape));
                continue;
            }
            Value given = batchFirst ? moved(e, e.input(input), 1, 0, 2) : e.input(input);
            states.add(of(e, given, direction));
        }
        return states;
    }

    /** For each sequence whether it has a step. */
    private static Value within(Expansion e, int step, int batch) {
        Value lengths = e.reshape(e.input(LENGTHS), Shape.of(batch, 1));
        return e.emit("Less", e.scalarLike(lengths, step), lengths);
    }

    private static List<Value> kept(Expansion e, Value within, List<Value> after, List<Value> before) {
        List<Value> kept = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            kept.add(e.emit("Where", within, after.get(i), before.get(i)));
        }
        return kept;
    }

    private static Value moved(Expansion e, Value value, long... order) {
        return e.emit("Transpose", Attributes.NONE.with("perm", order), value);
    }
}
