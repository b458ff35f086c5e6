package network.millrace.proof.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphInput;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.operators.Operators;
import network.millrace.proof.operators.Value;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.ProgramBuilder;
import network.millrace.proof.program.ProgramGraph;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.DataType;
import network.millrace.proof.tensor.Shape;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;

/**
 * Makes the graph of a training step of a model. Its inputs are the state (parameters and what the optimizer remembers of
 * them), the batch (the model's inputs and a target) and the step's number; its outputs are the new state and the loss. Notes
 * in the graph's metadata say which input is what ({@link StepNotes}); the state that training starts from stands as default
 * values of the inputs.
 */
public final class TrainingGraph {
    private final Graph model;
    private final Loss loss;
    private final Descent descent;
    private final Limits limits;
    private final ProgramBuilder builder;
    private final SortedMap<String, Tensor> start = new TreeMap<>();
    private final StepNotes.Builder notes = new StepNotes.Builder();

    private TrainingGraph(Graph model, Loss loss, Descent descent, Limits limits) {
        this.model = model;
        this.loss = loss;
        this.descent = descent;
        this.limits = limits;
        this.builder = new ProgramBuilder(Operators.standard(), limits);
    }

    /**
     * The training step of a model.
     *
     * @param types of the model's inputs whose shapes it leaves open
     * @param parameters names of initializers to be trained
     * @throws RefusedException when the loss depends on a parameter by way of an operator without a gradient, or the graph
     *     exceeds a limit
     */
    public static Graph of(
            Graph model,
            SortedMap<String, TensorType> types,
            NavigableSet<String> parameters,
            Loss loss,
            Descent descent,
            Limits limits) {
        return new TrainingGraph(model, loss, descent, limits).step(types, parameters);
    }

    /** The training step of a model, with all gradients as they are and always the same rate. */
    public static Graph of(
            Graph model,
            SortedMap<String, TensorType> types,
            NavigableSet<String> parameters,
            Loss loss,
            Optimizer optimizer,
            Limits limits) {
        return of(model, types, parameters, loss, Descent.of(optimizer), limits);
    }

    /** The initializers that are usually trained: floating point, and not a single number. */
    public static NavigableSet<String> parameters(Graph model) {
        NavigableSet<String> names = new TreeSet<>();
        model.initializers().forEach((name, tensor) -> {
            boolean trainable = tensor.type() == DataType.FLOAT32 || tensor.type() == DataType.FLOAT64;
            if (trainable && tensor.shape().rank() > 0) {
                names.add(name);
            }
        });
        return names;
    }

    private Graph step(SortedMap<String, TensorType> types, NavigableSet<String> parameters) {
        if (parameters.isEmpty()) {
            throw RefusedException.malformed("the model has no parameters to train: no initializer of floating point "
                    + "numbers that is more than one number");
        }
        Program forward = forward(types, parameters);
        NavigableMap<String, Value> inputs = new TreeMap<>();
        NavigableMap<String, List<Value>> memories = new TreeMap<>();
        for (String parameter : parameters) {
            Tensor initial = initializer(parameter);
            inputs.put(parameter, state(parameter, initial));
            memories.put(
                    parameter,
                    descent.optimizer().memories().stream()
                            .map(memory -> state(parameter + "." + memory, Tensor.allocate(initial.tensorType())))
                            .toList());
        }
        List<Value> given = new ArrayList<>();
        for (int i = 0; i < forward.inputNames().size(); i++) {
            String name = forward.inputNames().get(i);
            TensorType type = forward.type(i);
            given.add(inputs.computeIfAbsent(name, batch -> builder.input(batch, type)));
        }
        return close(forward, given, inputs, memories);
    }

    private Graph close(
            Program forward,
            List<Value> given,
            NavigableMap<String, Value> inputs,
            NavigableMap<String, List<Value>> memories) {
        Differentiator differentiator = new Differentiator(builder);
        Value output = differentiator.run(forward, given).getFirst();
        Value lossValue = loss instanceof Loss.Given ? output : loss(differentiator, output);
        Value step = builder.input(StepNotes.STEP_INPUT, new TensorType(DataType.INT64, Shape.SCALAR));
        List<String> parameters = List.copyOf(memories.keySet());
        List<Value> gradients = descent.clipping()
                .emit(
                        builder,
                        differentiator.gradients(
                                lossValue,
                                parameters.stream()
                                        .map(name -> value(inputs, name))
                                        .toList()));
        Optimizer optimizer = descent.optimizer();
        Value number = builder.emit("Cast", Attributes.NONE.with("to", DataType.FLOAT32.code()), step);
        List<String> names = new ArrayList<>();
        List<Value> outputs = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            String name = parameters.get(i);
            Value parameter = value(inputs, name);
            List<Value> next = optimizer.emit(
                    builder,
                    number,
                    descent.schedule(),
                    parameter,
                    gradients.get(i),
                    memories.getOrDefault(name, List.of()));
            names.add(notes.state(name));
            for (String memory : optimizer.memories()) {
                names.add(notes.state(name + "." + memory));
            }
            outputs.addAll(next);
        }
        names.add(notes.loss());
        outputs.add(builder.reshape(lossValue, Shape.SCALAR));
        return ProgramGraph.of(builder.build(names, outputs), model.name() + " training step", start, notes.metadata());
    }

    /** The loss is a program of its own first, so that its operations are remembered like those of the model. */
    private Value loss(Differentiator differentiator, Value output) {
        TensorType targetType = Loss.target(loss, output.type());
        ProgramBuilder alone = new ProgramBuilder(Operators.standard(), limits);
        Value scores = alone.input("output", output.type());
        Value labels = alone.input(Loss.TARGET, targetType);
        Program program = alone.build(List.of("loss"), List.of(Loss.emit(loss, alone, scores, labels)));
        Value target = builder.input(Loss.TARGET, targetType);
        return differentiator.run(program, List.of(output, target)).getFirst();
    }

    /** The model with its parameters as inputs, and no output but the one that matters. */
    private Program forward(SortedMap<String, TensorType> types, NavigableSet<String> parameters) {
        if (!model.outputs().contains(loss.output())) {
            throw RefusedException.malformed(
                    "the model has no output " + loss.output() + "; its outputs are " + model.outputs());
        }
        SortedMap<String, TensorType> known = new TreeMap<>(types);
        List<GraphInput> inputs = new ArrayList<>(model.inputs());
        for (String parameter : parameters) {
            TensorType type = initializer(parameter).tensorType();
            known.put(parameter, type);
            if (inputs.stream().noneMatch(input -> input.name().equals(parameter))) {
                inputs.add(GraphInput.of(parameter, type));
            }
        }
        Graph open = new Graph(
                model.name(),
                inputs,
                List.of(loss.output()),
                model.nodes(),
                model.initializers(),
                model.functions(),
                model.metadata());
        return Programs.of(open, known, new TreeMap<>(), limits);
    }

    private Tensor initializer(String parameter) {
        Tensor initial = model.initializers().get(parameter);
        if (initial == null) {
            throw RefusedException.malformed("the model has no initializer " + parameter + " that could be trained");
        }
        return initial;
    }

    private Value state(String name, Tensor initial) {
        start.put(name, initial);
        return builder.input(name, initial.tensorType());
    }

    private static Value value(NavigableMap<String, Value> values, String name) {
        Value value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("no value " + name);
        }
        return value;
    }
}
