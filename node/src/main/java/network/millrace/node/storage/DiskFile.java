package network.millrace.node.storage;

/** One append-only file. Not for use by several threads, except that reads may run beside one appending thread. */
public interface DiskFile extends AutoCloseable {

    /** Length in bytes, with what is not yet synced. */
    long size();

    /** Adds bytes at the end; durable after {@link #sync()} only. */
    void append(byte[] bytes);

    /** Returns when all that was appended would survive a power cut. After a failure the file's content is unknown. */
    void sync();

    /** Bytes from a position on: exactly {@code length}, or fewer where the file ends before. */
    byte[] read(long position, int length);

    /** Cuts the file; durable on return. */
    void truncate(long size);

    @Override
    void close();
}
