package network.millrace.proof.operators;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Tensor;

/**
 * Elementwise operations over float32 tensors of one shape, one after another on each block of elements: what only they read never
 * leaves the cache. Each operation rounds as it does by itself.
 */
public final class Pass {
    /** Elements of a block. Several of them, for what lies between the operations, fit in the first cache. */
    private static final int BLOCK = 1024;

    /** Elements of one task. */
    private static final int TASK = 1 << 16;

    /**
     * One operation.
     *
     * @param inputs numbers of values
     * @param output number of a value
     */
    public record Step(Primitive operator, Attributes attributes, List<Integer> inputs, int output) {
        public Step {
            inputs = List.copyOf(inputs);
        }
    }

    /** Where a step finds an input, or puts its output: a tensor, or else the block of a slot. */
    private sealed interface Place {
        record InTensor(Tensor tensor) implements Place {}

        /** A number that all elements meet. */
        record InOne(Tensor tensor) implements Place {}

        record InSlot(int slot) implements Place {}
    }

    private record Stage(Runs.Loop loop, List<Place> inputs, Place output) {}

    private final int size;
    private final List<Stage> stages = new ArrayList<>();
    private final Deque<Integer> freeSlots = new ArrayDeque<>();
    private int slots;

    private Pass(int size) {
        this.size = size;
    }

    /** Whether an operation can be part of a pass: its inputs are as long as its output, or single numbers. */
    public static boolean takes(Primitive operator, Signature signature) {
        boolean fits = Tail.takes(operator, signature);
        for (int i = 0; fits && i < signature.inputCount(); i++) {
            fits = signature.input(i).shape().size() == 1
                    || signature.input(i).shape().equals(signature.output(0).shape());
        }
        return fits;
    }

    /**
     * Computes all steps.
     *
     * @param size elements of each output
     * @param tensors of the values that are there before, or still wanted afterwards; the others are kept in blocks
     */
    public static void run(
            List<Step> steps, int size, NavigableMap<Integer, Tensor> tensors, Kernels kernels, Workers workers) {
        Pass pass = new Pass(size);
        pass.plan(steps, tensors, kernels);
        workers.run(Math.ceilDiv(size, TASK), task -> pass.compute(task * TASK, Math.min(size, (task + 1) * TASK)));
    }

    /** A slot is used again once the last step that reads it has its output. */
    private void plan(List<Step> steps, NavigableMap<Integer, Tensor> tensors, Kernels kernels) {
        NavigableMap<Integer, Integer> lastRead = new TreeMap<>();
        for (int i = 0; i < steps.size(); i++) {
            for (int input : steps.get(i).inputs()) {
                lastRead.put(input, i);
            }
        }
        NavigableMap<Integer, Integer> slotOf = new TreeMap<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            List<Place> inputs = step.inputs().stream()
                    .map(input -> place(input, tensors, slotOf))
                    .toList();
            if (!tensors.containsKey(step.output())) {
                slotOf.put(step.output(), takeSlot());
            }
            stages.add(new Stage(loop(step, kernels), inputs, place(step.output(), tensors, slotOf)));
            int now = i;
            step.inputs().stream()
                    .distinct()
                    .filter(input -> slotOf.containsKey(input) && known(lastRead, input) == now)
                    .forEach(input -> freeSlots.add(known(slotOf, input)));
        }
    }

    private int takeSlot() {
        Integer free = freeSlots.poll();
        return free == null ? slots++ : free;
    }

    private Place place(int value, NavigableMap<Integer, Tensor> tensors, NavigableMap<Integer, Integer> slotOf) {
        Tensor tensor = tensors.get(value);
        if (tensor == null) {
            return new Place.InSlot(known(slotOf, value));
        }
        return tensor.size() == 1 && size > 1 ? new Place.InOne(tensor) : new Place.InTensor(tensor);
    }

    private static int known(NavigableMap<Integer, Integer> numbers, int value) {
        Integer number = numbers.get(value);
        if (number == null) {
            throw new IllegalStateException("value " + value + " is read before it is computed");
        }
        return number;
    }

    private static Runs.Loop loop(Step step, Kernels kernels) {
        if (!(step.operator() instanceof Elementwise elementwise)) {
            throw new IllegalArgumentException(step.operator().name() + " is not elementwise");
        }
        return elementwise.loop(
                new Call(step.attributes(), List.of(), List.of(), kernels, Workers.SERIAL), DataType.FLOAT32);
    }

    private void compute(int from, int to) {
        float[][] blocks = new float[slots][BLOCK];
        Object[][] arrays = new Object[stages.size()][];
        int[][] offsets = new int[stages.size()][];
        for (int i = 0; i < stages.size(); i++) {
            arrays[i] = stages.get(i).inputs().stream()
                    .map(input -> array(input, blocks))
                    .toArray();
            offsets[i] = new int[arrays[i].length];
        }
        for (int at = from; at < to; at += BLOCK) {
            int count = Math.min(BLOCK, to - at);
            for (int i = 0; i < stages.size(); i++) {
                Stage stage = stages.get(i);
                for (int j = 0; j < offsets[i].length; j++) {
                    offsets[i][j] = offset(stage.inputs().get(j), at);
                }
                stage.loop()
                        .run(arrays[i], offsets[i], array(stage.output(), blocks), offset(stage.output(), at), count);
            }
        }
    }

    private static float[] array(Place place, float[][] blocks) {
        return switch (place) {
            case Place.InTensor(Tensor tensor) -> tensor.floats();
            case Place.InOne(Tensor tensor) -> {
                float[] filled = new float[BLOCK];
                Arrays.fill(filled, tensor.floats()[0]);
                yield filled;
            }
            case Place.InSlot(int slot) -> blocks[slot];
        };
    }

    private static int offset(Place place, int at) {
        return place instanceof Place.InTensor ? at : 0;
    }
}
