package network.millrace.proof.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.kernels.Kernels;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.operators.Call;
import network.millrace.proof.operators.Execution;
import network.millrace.proof.operators.Pass;
import network.millrace.proof.operators.Tail;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * Runs one program, as often as wanted. The buffers are kept from run to run, so an executor has one owner and does one run
 * at a time.
 */
public final class Executor {
    private static final Observer NOBODY = (operation, outputs) -> {};

    private final Program program;
    private final Limits limits;
    private final Kernels kernels;
    private final Workers workers;
    private @Nullable Memory fused;
    private @Nullable Memory unfused;

    /** An executor with the fastest kernels of this machine. */
    public Executor(Program program, Limits limits, Workers workers) {
        this(program, limits, workers, Kernels.best());
    }

    public Executor(Program program, Limits limits, Workers workers, Kernels kernels) {
        this.program = program;
        this.limits = limits;
        this.kernels = kernels;
        this.workers = workers;
    }

    /** A schedule with the buffers that it needs. */
    private record Memory(Schedule schedule, MemoryPlan plan, List<Object> buffers) {
        static Memory of(Program program, Schedule schedule, Limits limits, Kernels kernels) {
            MemoryPlan plan = MemoryPlan.of(program, schedule);
            long bytes = Footprint.of(program, schedule, plan).bytes();
            if (bytes > limits.memoryBytes()) {
                throw RefusedException.overLimit("bytes of memory for one run", bytes, limits.memoryBytes());
            }
            KeptConstants.of(program, schedule)
                    .values()
                    .forEach(value -> kernels.keep(program.constant(value).floats()));
            List<Object> buffers = plan.buffers().stream()
                    .map(buffer -> buffer.storage().allocate(buffer.length()))
                    .toList();
            return new Memory(schedule, plan, buffers);
        }
    }

    /** Bytes that a run needs, known before it. */
    public static long memoryBytes(Program program) {
        Schedule schedule = Schedule.fused(program);
        return Footprint.of(program, schedule, MemoryPlan.of(program, schedule)).bytes();
    }

    /**
     * Computes the outputs.
     *
     * @param inputs in the order of the program's inputs
     * @return the outputs in order, the caller's to keep
     * @throws RefusedException when an input is of another type than the program was made for, a limit is exceeded, or this
     *     process has less memory than the run needs
     */
    public List<Tensor> run(List<Tensor> inputs) {
        return withinMemory(() -> {
            Memory memory = fused;
            if (memory == null) {
                memory = Memory.of(program, Schedule.fused(program), limits, kernels);
                fused = memory;
            }
            return run(inputs, memory, NOBODY);
        });
    }

    /** As {@link #run(List)}, with every operation computed by itself and shown. The bits are the same. */
    public List<Tensor> run(List<Tensor> inputs, Observer observer) {
        return withinMemory(() -> {
            Memory memory = unfused;
            if (memory == null) {
                memory = Memory.of(program, Schedule.unfused(program), limits, kernels);
                unfused = memory;
            }
            return run(inputs, memory, observer);
        });
    }

    /** What the limits admit may still be more than this process has; then the buffers go, and the process goes on. */
    private List<Tensor> withinMemory(Supplier<List<Tensor>> run) {
        try {
            return run.get();
        } catch (OutOfMemoryError exhausted) {
            fused = null;
            unfused = null;
            kernels.release();
            throw new RefusedException(
                    RefusedException.Reason.OVER_LIMIT,
                    "a run needs about " + memoryBytes(program)
                            + " bytes of memory, and this process does not have so much left; give it a larger heap, or"
                            + " less to compute at a time");
        }
    }

    private List<Tensor> run(List<Tensor> inputs, Memory memory, Observer observer) {
        checkInputs(inputs);
        @Nullable Tensor[] values = new @Nullable Tensor[program.valueCount()];
        for (int i = 0; i < inputs.size(); i++) {
            values[i] = inputs.get(i);
        }
        for (int i = 0; i < program.constants().size(); i++) {
            values[inputs.size() + i] = program.constants().get(i);
        }
        for (Schedule.Task task : memory.schedule().tasks()) {
            switch (task) {
                case Schedule.Single(Operation operation) -> compute(operation, values, memory, observer);
                case Schedule.Finished finished ->
                    computeFinished(finished.product(), finished.steps(), values, memory);
                case Schedule.Blockwise blockwise -> computeBlockwise(blockwise, values, memory);
                case Schedule.Whole(var operator, var group) -> {
                    int output = group.outputs().getFirst();
                    Tensor result = place(output, program.type(output), memory);
                    Execution.run(
                            operator::computeFused,
                            group.attributes(),
                            read(group.inputs(), values),
                            List.of(result),
                            kernels,
                            workers);
                    values[output] = result;
                }
            }
        }
        return program.outputs().stream().map(output -> present(values, output)).toList();
    }

    private void compute(Operation operation, @Nullable Tensor[] values, Memory memory, Observer observer) {
        List<@Nullable Tensor> inputs = read(operation.inputs(), values);
        List<Tensor> outputs = new ArrayList<>();
        if (operation.operator().isView()) {
            outputs.add(present(values, operation.inputs().getFirst())
                    .reshaped(program.type(operation.outputs().getFirst()).shape()));
        } else {
            operation.outputs().forEach(output -> outputs.add(place(output, program.type(output), memory)));
            Execution.run(operation.operator()::compute, operation.attributes(), inputs, outputs, kernels, workers);
        }
        for (int i = 0; i < outputs.size(); i++) {
            values[operation.outputs().get(i)] = outputs.get(i);
        }
        observer.computed(operation, outputs);
    }

    /** All values on the way are the same tensor. */
    private void computeFinished(Operation product, List<Operation> steps, @Nullable Tensor[] values, Memory memory) {
        int output = steps.getLast().outputs().getFirst();
        Tensor result = place(output, program.type(output), memory);
        values[product.outputs().getFirst()] = result;
        List<Tail.Step> tail = new ArrayList<>();
        for (Operation step : steps) {
            List<Tensor> inputs =
                    step.inputs().stream().map(input -> present(values, input)).toList();
            tail.add(new Tail.Step(step.operator(), step.attributes(), inputs));
            values[step.outputs().getFirst()] = result;
        }
        product.operator()
                .compute(new Call(
                        product.attributes(),
                        read(product.inputs(), values),
                        List.of(result),
                        kernels,
                        workers,
                        Tail.of(tail, result, kernels)));
    }

    private void computeBlockwise(Schedule.Blockwise task, @Nullable Tensor[] values, Memory memory) {
        TreeMap<Integer, Tensor> tensors = new TreeMap<>();
        task.inputs().forEach(input -> tensors.put(input, present(values, input)));
        for (int output : task.outputs()) {
            values[output] = place(output, program.type(output), memory);
            tensors.put(output, present(values, output));
        }
        List<Pass.Step> steps = task.operations().stream()
                .map(operation -> new Pass.Step(
                        operation.operator(),
                        operation.attributes(),
                        operation.inputs(),
                        operation.outputs().getFirst()))
                .toList();
        int size = program.type(task.outputs().getFirst()).shape().arraySize();
        Pass.run(steps, size, tensors, kernels, workers);
    }

    private static Tensor place(int value, TensorType type, Memory memory) {
        int buffer = memory.plan().bufferOf().get(value);
        if (buffer == MemoryPlan.NONE) {
            return Tensor.allocate(type);
        }
        return Tensor.over(type, memory.buffers().get(buffer));
    }

    private static List<@Nullable Tensor> read(List<Integer> numbers, @Nullable Tensor[] values) {
        List<@Nullable Tensor> read = new ArrayList<>(numbers.size());
        for (int number : numbers) {
            read.add(number == Operation.ABSENT ? null : present(values, number));
        }
        return read;
    }

    private static Tensor present(@Nullable Tensor[] values, int number) {
        Tensor value = values[number];
        if (value == null) {
            throw new IllegalStateException("value " + number + " is read before it is computed");
        }
        return value;
    }

    private void checkInputs(List<Tensor> inputs) {
        if (inputs.size() != program.inputNames().size()) {
            throw RefusedException.malformed(
                    "the program has the inputs " + program.inputNames() + "; " + inputs.size() + " were given");
        }
        for (int i = 0; i < inputs.size(); i++) {
            if (!inputs.get(i).tensorType().equals(program.type(i))) {
                throw RefusedException.malformed("input " + program.inputNames().get(i) + " must be " + program.type(i)
                        + "; it is " + inputs.get(i).tensorType());
            }
        }
    }
}
