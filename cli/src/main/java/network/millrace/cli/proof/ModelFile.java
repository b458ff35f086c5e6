package network.millrace.cli.proof;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import network.millrace.cli.command.CommandFailure;
import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.onnx.ExternalData;
import network.millrace.proof.onnx.OnnxReader;

/** An ONNX file on disk, and the tensors that it keeps in files beside it. */
final class ModelFile {
    private ModelFile() {}

    /** The graph in a file. Other files that it names must lie in its folder or below. */
    static Graph read(Path file, Limits limits) throws IOException {
        byte[] bytes = bytes(file, limits.fileBytes());
        try {
            return OnnxReader.read(bytes, beside(file), limits);
        } catch (RefusedException refused) {
            throw CommandFailure.failed(file + ": " + refused.getMessage(), refused);
        }
    }

    /** All bytes of a file that is not longer than it may be. */
    static byte[] bytes(Path file, long bytesMax) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw CommandFailure.missing(
                    Files.exists(file) ? file + " is no regular file" : "there is no file " + file);
        }
        long size = Files.size(file);
        if (size > Math.min(bytesMax, Integer.MAX_VALUE - 8)) {
            throw CommandFailure.failed(file + " has " + size + " bytes, at most " + bytesMax + " are allowed");
        }
        return Files.readAllBytes(file);
    }

    private static ExternalData beside(Path file) {
        return (location, offset, length) -> {
            try {
                Path folder = file.toAbsolutePath().resolveSibling("").toRealPath();
                Path data = folder.resolve(location).toRealPath();
                if (!data.startsWith(folder)) {
                    throw RefusedException.malformed(
                            "external data " + location + " lies outside of the model's folder");
                }
                return piece(data, offset, length);
            } catch (IOException unreadable) {
                throw RefusedException.malformed("external data " + location + " cannot be read: " + unreadable);
            }
        };
    }

    private static byte[] piece(Path data, long offset, long length) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(data.toFile(), "r")) {
            if (offset > in.length() || length > in.length() - offset || length > Integer.MAX_VALUE - 8) {
                throw RefusedException.malformed("external data " + data + " has " + in.length() + " bytes; " + length
                        + " from " + offset + " on were asked for");
            }
            byte[] bytes = new byte[(int) length];
            in.seek(offset);
            in.readFully(bytes);
            return bytes;
        }
    }
}
