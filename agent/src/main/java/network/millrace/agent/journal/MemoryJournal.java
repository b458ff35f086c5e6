package network.millrace.agent.journal;

import java.util.Arrays;
import java.util.List;
import network.millrace.protocol.agent.v1.JournalRecord;

/** A journal on a pretended disk, with the same bytes as the real one; for simulation and tests. */
public final class MemoryJournal implements Journal {

    private byte[] disk = Frames.HEAD.clone();

    @Override
    public List<JournalRecord> records() {
        return Frames.decode(disk).records();
    }

    @Override
    public void append(List<JournalRecord> records) {
        byte[] frames = Frames.encode(records);
        int before = disk.length;
        disk = Arrays.copyOf(disk, before + frames.length);
        System.arraycopy(frames, 0, disk, before, frames.length);
    }

    @Override
    public void replace(List<JournalRecord> records) {
        disk = Frames.HEAD.clone();
        append(records);
    }

    @Override
    public long bytes() {
        return disk.length;
    }

    /** A crash that tore the newest bytes off; reading afterwards gives what is whole. */
    public void tear(int bytes) {
        int left = Math.max(Frames.HEAD.length, disk.length - bytes);
        disk = Arrays.copyOf(disk, Frames.decode(Arrays.copyOf(disk, left)).wholeBytes());
    }

    /** The disk is lost. */
    public void lose() {
        disk = Frames.HEAD.clone();
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
