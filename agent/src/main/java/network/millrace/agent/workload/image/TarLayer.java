package network.millrace.agent.workload.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes one layer as a POSIX tar archive (IEEE 1003.1 ustar; pax records for long names). All entries belong to root and carry
 * time 0, so the same content gives the same digest on every machine. Paths are relative, without a leading slash.
 */
public final class TarLayer {

    private static final int BLOCK = 512;
    private static final int NAME_MAX = 100;
    private static final int DEFAULT_DIRECTORY_MODE = 0755;

    private final OutputStream out;

    TarLayer(OutputStream out) {
        this.out = out;
    }

    /** Adds a directory; {@code mode} as in chmod, for example 01777 for a place where everybody may write. */
    public void directory(String path, int mode) throws IOException {
        entry(path + "/", '5', mode, 0, "");
    }

    public void file(String path, int mode, byte[] content) throws IOException {
        entry(path, '0', mode, content.length, "");
        out.write(content);
        pad(content.length);
    }

    /** Adds a copy of a file of this machine. */
    public void file(String path, int mode, Path source) throws IOException {
        long size = Files.size(source);
        entry(path, '0', mode, size, "");
        if (Files.copy(source, out) != size) {
            throw new IOException(source + " changed while it was copied into a layer");
        }
        pad(size);
    }

    public void symbolicLink(String path, String target) throws IOException {
        entry(path, '2', 0777, 0, target);
    }

    /** Adds everything below a directory of this machine, in order of names, with the files' own permissions. */
    public void tree(String path, Path source) throws IOException {
        directory(path, DEFAULT_DIRECTORY_MODE);
        for (Path child : children(source)) {
            String childPath = path + "/" + child.getFileName();
            if (Files.isSymbolicLink(child)) {
                symbolicLink(childPath, Files.readSymbolicLink(child).toString());
            } else if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                tree(childPath, child);
            } else {
                file(childPath, mode(child), child);
            }
        }
    }

    void finish() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.flush();
    }

    private void entry(String path, char type, int mode, long size, String target) throws IOException {
        requireRelative(path);
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        byte[] link = target.getBytes(StandardCharsets.UTF_8);
        if (name.length > NAME_MAX || link.length > NAME_MAX) {
            extendedHeader(path, target);
        }
        out.write(header(name, type, mode, size, link));
    }

    /** A pax record is "length key=value\n", and the length counts its own digits. */
    private void extendedHeader(String path, String target) throws IOException {
        String records = record("path", path) + (target.isEmpty() ? "" : record("linkpath", target));
        byte[] body = records.getBytes(StandardCharsets.UTF_8);
        out.write(header("pax".getBytes(StandardCharsets.UTF_8), 'x', 0644, body.length, new byte[0]));
        out.write(body);
        pad(body.length);
    }

    private static String record(String key, String value) {
        int rest = (" " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8).length;
        int length = rest + 1;
        while (Integer.toString(length).length() + rest != length) {
            length++;
        }
        return length + " " + key + "=" + value + "\n";
    }

    private static byte[] header(byte[] name, char type, int mode, long size, byte[] link) {
        byte[] header = new byte[BLOCK];
        System.arraycopy(name, 0, header, 0, Math.min(name.length, NAME_MAX));
        octal(header, 100, 8, mode);
        octal(header, 108, 8, 0);
        octal(header, 116, 8, 0);
        octal(header, 124, 12, size);
        octal(header, 136, 12, 0);
        header[156] = (byte) type;
        System.arraycopy(link, 0, header, 157, Math.min(link.length, NAME_MAX));
        byte[] magic = "ustar\00000".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(magic, 0, header, 257, magic.length);
        checksum(header);
        return header;
    }

    /** The sum of all bytes, with the field itself counted as spaces. */
    private static void checksum(byte[] header) {
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xff;
        }
        octal(header, 148, 7, sum);
    }

    private static void octal(byte[] header, int offset, int width, long value) {
        String digits = Long.toOctalString(value);
        if (digits.length() >= width) {
            throw new IllegalArgumentException(value + " does not fit a tar field of " + width + " bytes");
        }
        byte[] padded = ("0".repeat(width - 1 - digits.length()) + digits + "\0").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(padded, 0, header, offset, padded.length);
    }

    private void pad(long size) throws IOException {
        int rest = (int) (size % BLOCK);
        if (rest != 0) {
            out.write(new byte[BLOCK - rest]);
        }
    }

    private static void requireRelative(String path) {
        if (path.isEmpty() || path.startsWith("/") || List.of(path.split("/")).contains("..")) {
            throw new IllegalArgumentException("a path in a layer is relative and stays inside, not \"" + path + "\"");
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.sorted().toList();
        }
    }

    private static int mode(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:mode") & 0777;
    }
}
