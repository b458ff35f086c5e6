package network.millrace.agent.journal;

import java.io.IOException;
import java.util.List;
import network.millrace.protocol.agent.v1.JournalRecord;

/** An agent's memory over restarts. Used by one thread at a time. */
public interface Journal extends AutoCloseable {

    /** Everything remembered, oldest first; what a crash tore off is not part of it. */
    List<JournalRecord> records() throws IOException;

    /** Remembers more; durable when this returns. */
    void append(List<JournalRecord> records) throws IOException;

    /** Remembers exactly these from now on, in place of all before; a crash leaves either the old or the new. */
    void replace(List<JournalRecord> records) throws IOException;

    /** How many bytes it takes, so that its owner knows when to make it smaller. */
    long bytes() throws IOException;

    @Override
    void close() throws IOException;
}
