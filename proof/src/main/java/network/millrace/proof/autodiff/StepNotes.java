package network.millrace.proof.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.proof.RefusedException;
import network.millrace.proof.commitment.InputSource;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;

/**
 * What the metadata of a training step says: for each input that is state the output that is its next value, and which
 * input, if any, is the step's number or the job's seed. Every other input is a tensor of the batch. Anybody's graph can be a training
 * step by these notes; those of PyTorch and JAX get them from the script that exports them.
 *
 * <pre>
 *   millrace.state.NAME   output that is the next value of input NAME
 *   millrace.step         input that takes the step's number, from 1 on
 *   millrace.seed         input that takes the job's seed
 *   millrace.loss         output that is the loss
 * </pre>
 */
public final class StepNotes {
    static final String STEP_INPUT = "step";

    private static final String STATE = "millrace.state.";
    private static final String STEP = "millrace.step";
    private static final String SEED = "millrace.seed";
    private static final String LOSS = "millrace.loss";

    private StepNotes() {}

    /** Collects the notes of a graph that is being made. */
    static final class Builder {
        private final SortedMap<String, String> metadata = new TreeMap<>();

        /** Notes a state, and gives the name of its output. */
        String state(String input) {
            String output = input + ".next";
            metadata.put(STATE + input, output);
            return output;
        }

        String loss() {
            metadata.put(LOSS, "loss");
            return "loss";
        }

        SortedMap<String, String> metadata() {
            metadata.put(STEP, STEP_INPUT);
            return metadata;
        }
    }

    /** Whether a graph has notes of a training step. */
    public static boolean isStep(Graph graph) {
        return graph.metadata().keySet().stream().anyMatch(key -> key.startsWith(STATE));
    }

    /** The output that is the loss; empty when none is noted. */
    public static String loss(Graph graph) {
        return graph.metadata().getOrDefault(LOSS, "");
    }

    /** The names of the inputs that are state, in the order of the graph's inputs. */
    public static List<String> states(Graph graph) {
        return graph.inputs().stream()
                .map(GraphInput::name)
                .filter(name -> graph.metadata().containsKey(STATE + name))
                .toList();
    }

    /** The names of the inputs that a batch gives, in the order of the graph's inputs, which is that of their slots. */
    public static List<String> batch(Graph graph) {
        return graph.inputs().stream()
                .map(GraphInput::name)
                .filter(name -> !graph.metadata().containsKey(STATE + name)
                        && !name.equals(graph.metadata().get(STEP))
                        && !name.equals(graph.metadata().get(SEED)))
                .toList();
    }

    /**
     * Where each input comes from.
     *
     * @throws RefusedException when a note names no output
     */
    public static List<InputSource> sources(Graph graph) {
        List<InputSource> sources = new ArrayList<>();
        int slot = 0;
        for (GraphInput input : graph.inputs()) {
            String next = graph.metadata().get(STATE + input.name());
            if (next != null) {
                int output = graph.outputs().indexOf(next);
                if (output < 0) {
                    throw RefusedException.malformed("the metadata says that " + next + " is the next value of "
                            + input.name() + "; the outputs are " + graph.outputs());
                }
                sources.add(new InputSource.State(output));
            } else if (input.name().equals(graph.metadata().get(STEP))) {
                sources.add(new InputSource.StepNumber());
            } else if (input.name().equals(graph.metadata().get(SEED))) {
                sources.add(new InputSource.Seed());
            } else {
                sources.add(new InputSource.Batch(slot));
                slot++;
            }
        }
        return sources;
    }
}
