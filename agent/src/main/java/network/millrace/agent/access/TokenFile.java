package network.millrace.agent.access;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.Hash;

/**
 * Used tokens in a file: entries of one length, so that a torn last one is seen. It is not synced: it has to survive the process,
 * and a machine that lost its power takes a while to come back, while a token lives for minutes.
 */
final class TokenFile implements AutoCloseable {

    /** One token: its hash, who signed it, and until when it could be used. */
    record Entry(Hash token, Address issuer, Instant until) {}

    private static final int ENTRY_BYTES = Hash.BYTES + Address.BYTES + Long.BYTES;

    private final Path file;
    private RandomAccessFile out;
    private long entries;

    private TokenFile(Path file, RandomAccessFile out) {
        this.file = file;
        this.out = out;
    }

    static TokenFile open(Path file) throws IOException {
        if (Files.notExists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return new TokenFile(file, writing(file));
    }

    /** All entries that are whole. */
    List<Entry> read() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        List<Entry> read = new ArrayList<>();
        while (bytes.remaining() >= ENTRY_BYTES) {
            byte[] token = new byte[Hash.BYTES];
            byte[] issuer = new byte[Address.BYTES];
            bytes.get(token).get(issuer);
            read.add(new Entry(Hash.of(token), Address.of(issuer), Instant.ofEpochMilli(bytes.getLong())));
        }
        entries = read.size();
        return read;
    }

    void append(Entry entry) throws IOException {
        // At its place, not at the end: a write that failed half-way, on a full disk, is written over by the next.
        out.seek(entries * ENTRY_BYTES);
        out.write(encode(entry));
        entries++;
    }

    /** Only these from now on; a crash leaves the old or the new. */
    void replace(List<Entry> only) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(only.size() * ENTRY_BYTES);
        only.forEach(entry -> bytes.put(encode(entry)));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, bytes.array());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        out.close();
        out = writing(file);
        entries = only.size();
    }

    /** How many entries the file has, expired ones too. */
    long entries() {
        return entries;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    // Not a channel: an interrupted thread would close that for all others.
    private static RandomAccessFile writing(Path file) throws IOException {
        return new RandomAccessFile(file.toFile(), "rw");
    }

    private static byte[] encode(Entry entry) {
        return ByteBuffer.allocate(ENTRY_BYTES)
                .put(entry.token().bytes())
                .put(entry.issuer().bytes())
                .putLong(entry.until().toEpochMilli())
                .array();
    }
}
