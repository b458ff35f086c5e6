package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;

/**
 * A body that is repeated a known number of times, or until a known condition fails. A condition that depends on data can end the
 * loop too if the number is known and nothing is stacked: the body is repeated that often, and what it carries stays as it is once
 * the condition has failed.
 */
final class Loop {
    private final Expansion e;
    private final Subgraphs.Body body;
    private final List<Value> initial;
    private final List<List<Value>> stacks = new ArrayList<>();

    private Loop(Expansion e) {
        this.e = e;
        this.body = new Subgraphs.Body(e);
        List<Value> carried = new ArrayList<>();
        for (int i = 2; i < e.inputCount(); i++) {
            carried.add(e.input(i));
        }
        this.initial = carried;
        int stacked = body.outputCount() - 1 - initial.size();
        if (body.inputCount() != 2 + initial.size() || stacked < 0) {
            throw RefusedException.malformed("the body of Loop has " + body.inputCount() + " inputs and "
                    + body.outputCount() + " outputs, which do not fit " + initial.size() + " carried values");
        }
        for (int i = 0; i < stacked; i++) {
            stacks.add(new ArrayList<>());
        }
    }

    static List<Value> expand(Expansion e) {
        return new Loop(e).results();
    }

    private List<Value> results() {
        long trips =
                e.has(0) ? e.input(0).known("the number of iterations of Loop").integer(0) : Long.MAX_VALUE;
        Value condition = e.has(1) ? e.input(1) : yes();
        List<Value> carried = initial;
        for (long trip = 0; trip < trips; trip++) {
            boolean masked = condition.known().isEmpty() && stacks.isEmpty() && trips <= Subgraphs.ITERATIONS_MAX;
            if (!masked && !Subgraphs.holds(condition, "the condition of Loop before iteration " + trip)) {
                break;
            }
            if (trip >= Subgraphs.ITERATIONS_MAX) {
                throw RefusedException.overLimit(
                        "iterations of Loop", trips == Long.MAX_VALUE ? trip + 1 : trips, Subgraphs.ITERATIONS_MAX);
            }
            List<Value> outputs = iteration(trip, condition, carried);
            List<Value> next = outputs.subList(1, 1 + initial.size());
            if (masked) {
                next = kept(trip, condition, next, carried);
                condition =
                        e.emit("And", e.reshape(condition, Shape.SCALAR), e.reshape(outputs.getFirst(), Shape.SCALAR));
            } else {
                condition = outputs.getFirst();
            }
            carried = next;
            for (int i = 0; i < stacks.size(); i++) {
                stacks.get(i).add(outputs.get(1 + initial.size() + i));
            }
        }
        List<Value> results = new ArrayList<>(carried);
        for (int i = 0; i < stacks.size(); i++) {
            results.add(stack(i));
        }
        return results;
    }

    private Value yes() {
        return e.constant(Tensor.of(Shape.SCALAR, true));
    }

    private List<Value> iteration(long trip, Value condition, List<Value> carried) {
        List<Value> inputs = new ArrayList<>();
        inputs.add(e.constant(Tensor.scalar(trip)));
        inputs.add(condition);
        inputs.addAll(carried);
        return body.run(inputs);
    }

    private List<Value> kept(long trip, Value condition, List<Value> next, List<Value> carried) {
        if (!Subgraphs.types(next).equals(Subgraphs.types(carried))) {
            condition.known("the condition of Loop, whose iteration " + trip + " changes a shape,");
        }
        return Subgraphs.chosen(e, condition, next, carried);
    }

    /** A loop without an iteration has still outputs, of the types that a first iteration would give. */
    private Value stack(int i) {
        List<Value> stack = stacks.get(i);
        if (!stack.isEmpty()) {
            return Subgraphs.stacked(e, stack, 0, false);
        }
        Value first = iteration(0, yes(), initial).get(1 + initial.size() + i);
        return Subgraphs.nothing(e, first.type(), 0);
    }
}
