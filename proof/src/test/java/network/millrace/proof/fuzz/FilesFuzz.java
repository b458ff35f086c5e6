package network.millrace.proof.fuzz;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Objects;
import network.millrace.proof.RefusedException;
import network.millrace.proof.files.Npz;
import network.millrace.proof.files.SafeTensors;
import network.millrace.proof.tensor.Tensor;

/** Any bytes taken for a file of tensors: refused with a sentence, or tensors that come back when they are written. */
public final class FilesFuzz {
    private static final long BYTES_MAX = 1 << 20;

    private FilesFuzz() {}

    /** Jazzer calls this by its name. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        attempt(() -> {
            NavigableMap<String, Tensor> arrays = Npz.read(bytes, BYTES_MAX);
            requireSame(arrays, Npz.read(Npz.write(arrays), 2 * BYTES_MAX));
        });
        attempt(() -> {
            SafeTensors file = SafeTensors.read(bytes);
            byte[] written = file.write();
            SafeTensors again = SafeTensors.read(written);
            requireSame(file.tensors(), again.tensors());
            require(Arrays.equals(again.write(), written), "what is written is read again");
        });
    }

    private static void attempt(Runnable reading) {
        try {
            reading.run();
        } catch (RefusedException refused) {
            require(!refused.getMessage().isBlank(), "a refusal has a sentence");
        }
    }

    private static void requireSame(NavigableMap<String, Tensor> tensors, NavigableMap<String, Tensor> again) {
        require(tensors.keySet().equals(again.keySet()), "names come back");
        tensors.forEach((name, tensor) ->
                require(tensor.sameBits(Objects.requireNonNull(again.get(name))), "tensors come back: " + name));
    }

    private static void require(boolean holds, String law) {
        if (!holds) {
            throw new IllegalStateException("broken: " + law);
        }
    }
}
