package network.millrace.proof.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.files.Npz;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.GraphBuilder;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Outputs and gradients of convolutions and pools beside PyTorch's, in float64. What it gave is kept in a file that
 * torch_gradients.py has written; where PyTorch is there, it is asked again.
 */
class WindowGradientsTest {
    private static final Path SCRIPT = Path.of("src", "test", "python", "torch_gradients.py");
    private static final double TOLERANCE = 1e-10;

    /** An operator as ONNX says it; torch_gradients.py says the same of PyTorch's under this name. */
    record Case(String name, String operator, int inputs, Attributes attributes) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("conv", "Conv", 3, pads(1, 1, 1, 1)),
                new Case("conv-strided", "Conv", 3, pads(1, 0, 1, 0).with("strides", new long[] {2, 3})),
                new Case("conv-dilated", "Conv", 2, pads(2, 2, 2, 2).with("dilations", new long[] {2, 2})),
                new Case("conv-grouped", "Conv", 3, pads(1, 1, 1, 1).with("group", 2)),
                new Case(
                        "conv-depthwise",
                        "Conv",
                        2,
                        pads(1, 1, 1, 1).with("group", 4).with("strides", new long[] {2, 2})),
                new Case("conv-1d", "Conv", 3, pads(1, 1).with("strides", new long[] {2})),
                new Case("conv-3d", "Conv", 2, pads(0, 1, 0, 0, 1, 0)),
                new Case("transpose", "ConvTranspose", 3, pads(1, 1, 1, 1)),
                new Case(
                        "transpose-strided",
                        "ConvTranspose",
                        3,
                        pads(1, 1, 1, 1).with("strides", new long[] {2, 2}).with("output_padding", new long[] {1, 1})),
                new Case(
                        "transpose-grouped",
                        "ConvTranspose",
                        2,
                        Attributes.NONE
                                .with("group", 2)
                                .with("strides", new long[] {2, 2})
                                .with("dilations", new long[] {2, 2})),
                new Case("max-pool", "MaxPool", 1, window(2, 2)),
                new Case("max-pool-overlapping", "MaxPool", 1, window(3, 2).with("pads", new long[] {1, 1, 1, 1})),
                new Case("average-pool", "AveragePool", 1, window(2, 2)),
                new Case("average-pool-padded", "AveragePool", 1, window(3, 2).with("pads", new long[] {1, 1, 1, 1})),
                new Case(
                        "average-pool-counted",
                        "AveragePool",
                        1,
                        window(3, 2).with("pads", new long[] {1, 1, 1, 1}).with("count_include_pad", 1)),
                new Case("global-average", "GlobalAveragePool", 1, Attributes.NONE));
    }

    private static Attributes pads(long... pads) {
        return Attributes.NONE.with("pads", pads);
    }

    private static Attributes window(long side, long stride) {
        return Attributes.NONE.with("kernel_shape", new long[] {side, side}).with("strides", new long[] {stride, stride
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAreThoseOfPyTorch(Case c) throws Exception {
        compare(c, kept());
    }

    @Test
    void whatPyTorchGivesTodayIsTheSame(@TempDir Path folder) throws Exception {
        assumeTrue(succeeds("/usr/bin/python3", "-c", "import torch"), "skipped: needs Debian's python3-torch");
        assertThat(succeeds("/usr/bin/python3", SCRIPT.toString(), folder.toString()))
                .as("%s ends well", SCRIPT)
                .isTrue();

        NavigableMap<String, Tensor> today =
                Npz.read(Files.readAllBytes(folder.resolve("window-gradients.npz")), 1 << 24);

        assertThat(today.keySet()).isEqualTo(kept().keySet());
        cases().forEach(c -> compare(c, today));
    }

    private static void compare(Case c, NavigableMap<String, Tensor> torch) {
        // given a step of plain descent with rate 1 on sum(output * upstream): it takes the gradient off each input
        NavigableMap<String, Tensor> start = new TreeMap<>();
        GraphBuilder builder = new GraphBuilder(c.name(), 21);
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < c.inputs(); i++) {
            Tensor input = tensor(torch, c.name() + "/" + i);
            start.put("in" + i, input);
            inputs.add(builder.initializer("in" + i, input));
        }
        String output = builder.node(c.operator(), c.attributes(), inputs.toArray(String[]::new));
        String weighted = builder.node("Mul", output, builder.constant(tensor(torch, c.name() + "/upstream")));
        Graph model = builder.build("sum", builder.node("ReduceSum", Attributes.NONE.with("keepdims", 0), weighted));
        Graph step = TrainingGraph.of(
                model,
                new TreeMap<>(),
                new TreeSet<>(start.keySet()),
                new Loss.Given("sum"),
                new Optimizer.Sgd(1),
                Limits.DEFAULT);

        // when it is computed
        Program program = Programs.forInputs(step, start, Limits.DEFAULT);
        List<Tensor> outputs = new Executor(program, Limits.DEFAULT, Workers.SERIAL)
                .run(program.inputNames().stream()
                        .map(name -> start.getOrDefault(name, Tensor.scalar(1L)))
                        .toList());

        // then what it took off is PyTorch's gradient
        for (int i = 0; i < c.inputs(); i++) {
            Tensor before = tensor(torch, c.name() + "/" + i);
            Tensor after = outputs.get(program.outputNames().indexOf("in" + i + ".next"));
            Tensor gradient = tensor(torch, c.name() + "/gradient/" + i);
            assertThat(gradient.shape()).isEqualTo(after.shape());
            for (int element = 0; element < gradient.size(); element++) {
                assertThat(before.real(element) - after.real(element))
                        .as("%s: gradient of input %d, element %d", c, i, element)
                        .isCloseTo(gradient.real(element), within(TOLERANCE));
            }
        }
    }

    private static NavigableMap<String, Tensor> kept() throws Exception {
        try (InputStream in = Objects.requireNonNull(
                WindowGradientsTest.class.getResourceAsStream("window-gradients.npz"), "window-gradients.npz")) {
            return Npz.read(in.readAllBytes(), 1 << 24);
        }
    }

    private static Tensor tensor(NavigableMap<String, Tensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    private static boolean succeeds(String... command) throws Exception {
        if (!Files.isExecutable(Path.of(command[0]))) {
            return false;
        }
        Process process = new ProcessBuilder(Stream.of(command).toList())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }
}
