package network.millrace.proof.files;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import network.millrace.proof.RefusedException;
import network.millrace.proof.tensor.Tensor;

/** Several arrays by name: a zip archive of {@code .npy} files, compressed or not, as NumPy's {@code savez} writes it. */
public final class Npz {
    /** More arrays than any model has inputs. */
    public static final int ARRAYS_MAX = 100_000;

    private static final String ENDING = ".npy";
    /** The earliest time that a zip archive can say; always the same, so that equal arrays make equal files. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private Npz() {}

    /**
     * The arrays of an archive.
     *
     * @param bytesMax what all of them together may take, unpacked
     * @throws RefusedException when the bytes are no such archive, or an array is not understood
     */
    public static NavigableMap<String, Tensor> read(byte[] file, long bytesMax) {
        NavigableMap<String, Tensor> arrays = new TreeMap<>();
        long left = bytesMax;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = arrayName(entry.getName());
                if (arrays.size() >= ARRAYS_MAX) {
                    throw RefusedException.overLimit("arrays of an .npz file", arrays.size() + 1L, ARRAYS_MAX);
                }
                byte[] npy = unpacked(zip, left, bytesMax);
                left -= npy.length;
                if (arrays.put(name, array(name, npy, bytesMax)) != null) {
                    throw RefusedException.malformed("the .npz file holds " + name + " twice");
                }
            }
        } catch (IOException broken) {
            throw RefusedException.malformed("this is no .npz file that can be read: " + broken.getMessage());
        }
        if (arrays.isEmpty()) {
            throw RefusedException.malformed("this is no .npz file, or it holds no arrays");
        }
        return arrays;
    }

    private static String arrayName(String entry) {
        if (!entry.endsWith(ENDING)) {
            throw RefusedException.malformed("an .npz file holds .npy files; this one holds " + entry);
        }
        return entry.substring(0, entry.length() - ENDING.length());
    }

    /** No more than what may still come, and one byte by which too much is noticed. */
    private static byte[] unpacked(ZipInputStream zip, long left, long bytesMax) throws IOException {
        long allowed = Math.min(left, Integer.MAX_VALUE - 9);
        byte[] bytes = zip.readNBytes((int) allowed + 1);
        if (bytes.length > allowed) {
            throw new RefusedException(
                    RefusedException.Reason.OVER_LIMIT,
                    "the arrays of this .npz file take more than " + bytesMax
                            + " bytes, or one of them more than 2 GiB");
        }
        return bytes;
    }

    private static Tensor array(String name, byte[] npy, long bytesMax) {
        try {
            return Npy.read(npy, bytesMax);
        } catch (RefusedException refused) {
            throw refused.at("array " + name);
        }
    }

    /** The archive of named arrays, not compressed. */
    public static byte[] write(SortedMap<String, Tensor> arrays) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (var array : arrays.entrySet()) {
                byte[] npy = Npy.write(array.getValue());
                CRC32 sum = new CRC32();
                sum.update(npy);
                ZipEntry entry = new ZipEntry(array.getKey() + ENDING);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(npy.length);
                entry.setCrc(sum.getValue());
                entry.setTimeLocal(NO_TIME);
                zip.putNextEntry(entry);
                zip.write(npy);
                zip.closeEntry();
            }
        } catch (IOException impossible) {
            throw new IllegalStateException("writing to memory failed", impossible);
        }
        return bytes.toByteArray();
    }
}
