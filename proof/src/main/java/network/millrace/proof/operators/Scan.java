package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.Tensor;

/** A body that goes along an axis of its inputs with a state, and stacks what it gives; repeated for each element. */
final class Scan {
    private final Expansion e;
    private final Subgraphs.Body body;
    private final int scanned;

    private Scan(Expansion e) {
        this.e = e;
        this.body = new Subgraphs.Body(e);
        this.scanned = Math.clamp(e.attributes().integer("num_scan_inputs"), 1, Integer.MAX_VALUE);
    }

    static List<Value> expand(Expansion e) {
        List<Value> inputs = new ArrayList<>();
        for (int i = 0; i < e.inputCount(); i++) {
            inputs.add(e.input(i));
        }
        return new Scan(e).results(inputs);
    }

    /** Opset 8: everything has a batch axis in front, and each of the batch is scanned by itself. */
    static List<Value> old(Expansion e) {
        if (e.has(0)) {
            throw RefusedException.unsupported("Scan of opset 8 with sequence_lens is not supported");
        }
        Scan scan = new Scan(e);
        List<List<Value>> results = new ArrayList<>();
        int batch = e.input(1).shape().dimension(0);
        for (int element = 0; element < batch; element++) {
            List<Value> inputs = new ArrayList<>();
            for (int i = 1; i < e.inputCount(); i++) {
                inputs.add(scan.slice(e.input(i), 0, element));
            }
            results.add(scan.results(inputs));
        }
        if (results.isEmpty()) {
            throw RefusedException.unsupported("Scan of opset 8 of an empty batch is not supported");
        }
        List<Value> outputs = new ArrayList<>();
        for (int i = 0; i < results.getFirst().size(); i++) {
            int output = i;
            outputs.add(Subgraphs.stacked(
                    e, results.stream().map(result -> result.get(output)).toList(), 0, false));
        }
        return outputs;
    }

    private Value slice(Value value, long axis, long index) {
        return e.emit("Gather", Attributes.NONE.with("axis", axis), value, e.constant(Tensor.scalar(index)));
    }

    private long number(String name, int i) {
        long[] numbers = e.attributes().integers(name).orElse(new long[0]);
        return i < numbers.length ? numbers[i] : 0;
    }

    private List<Value> results(List<Value> inputs) {
        int states = inputs.size() - scanned;
        int stacked = body.outputCount() - states;
        if (states < 0 || body.inputCount() != inputs.size() || stacked < 0) {
            throw RefusedException.malformed("the body of Scan has " + body.inputCount() + " inputs and "
                    + body.outputCount() + " outputs, which do not fit " + inputs.size() + " inputs, " + scanned
                    + " of them scanned");
        }
        List<Value> carried = inputs.subList(0, states);
        List<List<Value>> stacks = new ArrayList<>();
        for (int i = 0; i < stacked; i++) {
            stacks.add(new ArrayList<>());
        }
        int length = length(inputs, states);
        for (int step = 0; step < length; step++) {
            List<Value> outputs = body.run(step(inputs, carried, step, length));
            carried = outputs.subList(0, states);
            for (int i = 0; i < stacked; i++) {
                stacks.get(i).add(outputs.get(states + i));
            }
        }
        List<Value> results = new ArrayList<>(carried);
        for (int i = 0; i < stacked; i++) {
            if (stacks.get(i).isEmpty()) {
                throw RefusedException.unsupported("Scan along an empty axis gives outputs whose shape nothing says");
            }
            boolean backwards = number("scan_output_directions", i) != 0;
            results.add(Subgraphs.stacked(e, stacks.get(i), number("scan_output_axes", i), backwards));
        }
        return Collections.unmodifiableList(results);
    }

    private int axis(List<Value> inputs, int states, int i) {
        return inputs.get(states + i).shape().axis(number("scan_input_axes", i));
    }

    private int length(List<Value> inputs, int states) {
        int length = inputs.get(states).shape().dimension(axis(inputs, states, 0));
        for (int i = 0; i < scanned; i++) {
            int other = inputs.get(states + i).shape().dimension(axis(inputs, states, i));
            if (other != length) {
                throw RefusedException.malformed(
                        "Scan goes along axes of different lengths, " + length + " and " + other);
            }
        }
        if (length > Subgraphs.ITERATIONS_MAX) {
            throw RefusedException.overLimit("iterations of Scan", length, Subgraphs.ITERATIONS_MAX);
        }
        return length;
    }

    private List<Value> step(List<Value> inputs, List<Value> carried, int step, int length) {
        int states = carried.size();
        List<Value> all = new ArrayList<>(carried);
        for (int i = 0; i < scanned; i++) {
            boolean backwards = number("scan_input_directions", i) != 0 || number("directions", i) != 0;
            int at = backwards ? length - 1 - step : step;
            all.add(slice(inputs.get(states + i), axis(inputs, states, i), at));
        }
        return all;
    }
}
