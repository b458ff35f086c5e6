package network.millrace.proof.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.commitment.HashFunction;
import network.millrace.proof.commitment.Hashing;
import network.millrace.proof.commitment.TensorTree;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.onnx.ExternalData;
import network.millrace.proof.onnx.OnnxReader;
import network.millrace.proof.onnx.OnnxWriter;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.ProgramEncoding;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.Tensor;
import network.millrace.protocol.crypto.Hash;

/** Any bytes taken for an ONNX file: refused with a sentence, or a graph that can be written, made a program, and run. */
public final class OnnxFuzz {
    private static final Limits SMALL = new Limits(1 << 16, 200, 2_000, 1 << 20, 1 << 22, 1_000_000, 8);
    private static final Hashing HASHING = new Hashing(HashFunction.SHA_256);

    private OnnxFuzz() {}

    /** Jazzer calls this by its name. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        try {
            Graph graph = OnnxReader.read(bytes, ExternalData.NONE, SMALL);
            byte[] written = OnnxWriter.write(graph);
            Graph again = OnnxReader.read(written, ExternalData.NONE, Limits.DEFAULT);
            require(Arrays.equals(OnnxWriter.write(again), written), "what is written is read again");
            run(Programs.of(graph, SMALL));
        } catch (RefusedException refused) {
            require(!refused.getMessage().isBlank(), "a refusal has a sentence");
        }
    }

    private static void run(Program program) {
        Hash id = ProgramEncoding.id(program, TensorTree.digest(HASHING));
        require(id.equals(ProgramEncoding.id(program, TensorTree.digest(HASHING))), "a program has one id");
        if (Executor.memoryBytes(program) > SMALL.memoryBytes()) {
            return;
        }
        List<Tensor> inputs = new ArrayList<>();
        for (int input = 0; input < program.inputNames().size(); input++) {
            inputs.add(Tensor.allocate(program.type(input)));
        }
        Executor executor = new Executor(program, SMALL, Workers.SERIAL);
        List<Tensor> outputs = executor.run(inputs);
        for (int i = 0; i < outputs.size(); i++) {
            int value = program.outputs().get(i);
            require(
                    outputs.get(i).tensorType().equals(program.type(value)),
                    "outputs have the types that were inferred");
        }
    }

    private static void require(boolean holds, String law) {
        if (!holds) {
            throw new IllegalStateException("broken: " + law);
        }
    }
}
