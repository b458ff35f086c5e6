package network.millrace.cli.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import network.millrace.cli.command.CommandFailure;
import network.millrace.proof.RefusedException;
import network.millrace.proof.training.Contents;
import network.millrace.proof.training.DataManifest;
import network.millrace.proof.training.TrainingData;
import network.millrace.protocol.crypto.Hash;

/** Data on disk: arrays in one file, or a folder with a manifest and, in {@code sha256/}, the files of the batches by their hashes. */
record DataFolder(Path folder) implements Contents {
    static final String MANIFEST = "manifest.json";

    private static final String ENDING = ".json";

    /** The data that a file or folder holds; what it is the name says. */
    static TrainingData read(Path data) throws IOException {
        if (!isManifest(data)) {
            return TrainingData.of(TensorFile.read(data));
        }
        Path file = file(data);
        return manifest(file).data(new DataFolder(file.toAbsolutePath().resolveSibling("")));
    }

    static DataManifest manifest(Path data) throws IOException {
        Path file = file(data);
        byte[] bytes = ModelFile.bytes(file, DataManifest.BYTES_MAX);
        try {
            return DataManifest.read(bytes);
        } catch (RefusedException refused) {
            throw CommandFailure.failed(file + ": " + refused.getMessage(), refused);
        }
    }

    private static boolean isManifest(Path data) {
        return Files.isDirectory(data) || data.toString().endsWith(ENDING);
    }

    private static Path file(Path data) {
        return Files.isDirectory(data) ? data.resolve(MANIFEST) : data;
    }

    /** Where a file with this hash lies: a name that is computed, never one that a manifest chose. */
    Path path(Hash sha256) {
        return folder.resolve("sha256").resolve(sha256.hex());
    }

    @Override
    public byte[] read(Hash sha256, long bytes) {
        Path file = path(sha256);
        try {
            if (!Files.isRegularFile(file)) {
                throw RefusedException.malformed("there is no file " + file);
            }
            long size = Files.size(file);
            if (size != bytes) {
                throw RefusedException.malformed(
                        "the manifest says that the file has " + bytes + " bytes; it has " + size);
            }
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw RefusedException.malformed("the file cannot be read: " + unreadable);
        }
    }

    /** Keeps a file, unless it is there already. */
    void keep(Hash sha256, byte[] bytes) {
        try {
            Path file = path(sha256);
            if (!Files.exists(file) || Files.size(file) != bytes.length) {
                Files.createDirectories(file.resolveSibling(""));
                TensorFile.replace(file, bytes);
            }
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }
}
