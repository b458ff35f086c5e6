package network.millrace.cli.proof;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.compute.HeapLimits;
import network.millrace.proof.RefusedException;
import network.millrace.proof.files.Npz;
import network.millrace.proof.files.SafeTensors;
import network.millrace.proof.tensor.Tensor;

/** Files of named tensors: {@code .npz} or {@code .safetensors}, by their ending. */
final class TensorFile {
    private static final String SAFETENSORS = ".safetensors";
    private static final String NPZ = ".npz";

    private TensorFile() {}

    static NavigableMap<String, Tensor> read(Path file) throws IOException {
        byte[] bytes = ModelFile.bytes(file, HeapLimits.here().fileBytes());
        try {
            return isSafeTensors(file)
                    ? SafeTensors.read(bytes).tensors()
                    : Npz.read(bytes, HeapLimits.here().memoryBytes());
        } catch (RefusedException refused) {
            throw CommandFailure.failed(file + ": " + refused.getMessage(), refused);
        }
    }

    static void write(Path file, SortedMap<String, Tensor> tensors) throws IOException {
        replace(
                file,
                isSafeTensors(file)
                        ? new SafeTensors(new TreeMap<>(tensors), new TreeMap<>()).write()
                        : Npz.write(tensors));
    }

    private static boolean isSafeTensors(Path file) {
        String name = file.toString();
        if (!name.endsWith(SAFETENSORS) && !name.endsWith(NPZ)) {
            throw CommandFailure.missing(file + " must end in " + NPZ + " or " + SAFETENSORS);
        }
        return name.endsWith(SAFETENSORS);
    }

    /** Puts new bytes in the place of a file in one step: whoever reads it, also after a crash, sees the old ones or the new ones. */
    static void replace(Path file, byte[] bytes) throws IOException {
        Path whole = file.toAbsolutePath();
        Path next = whole.resolveSibling(whole.getFileName() + ".new");
        try {
            Files.write(next, bytes);
            sync(next);
            Files.move(next, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            // Half a file would only take the room that was lacking.
            Files.deleteIfExists(next);
            throw failed;
        }
        sync(whole.resolveSibling(""));
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
