package network.millrace.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one line of a terminal that is rewritten. Whatever is written through {@link #aside} removes it first, so that an answer never
 * continues a line of progress. It is not drawn while another line is unfinished or somebody is being asked.
 */
final class StatusLine {
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream stream;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean shown;
    private boolean unfinished;
    private boolean held;

    StatusLine(PrintStream stream) {
        this.stream = stream;
    }

    /** Draws the text in place of what stood there. */
    void show(String text) {
        lock.lock();
        try {
            if (!unfinished && !held) {
                stream.print(CLEAR_LINE + text);
                stream.flush();
                shown = true;
            }
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            if (shown) {
                stream.print(CLEAR_LINE);
                stream.flush();
                shown = false;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Keeps the line away, for example while a question stands there, until {@link #release}. */
    void hold() {
        lock.lock();
        try {
            clear();
            held = true;
        } finally {
            lock.unlock();
        }
    }

    void release() {
        lock.lock();
        try {
            held = false;
        } finally {
            lock.unlock();
        }
    }

    /** A stream to the same terminal that makes room first. */
    PrintStream aside(PrintStream target) {
        return new PrintStream(new Aside(target), true, StandardCharsets.UTF_8);
    }

    private final class Aside extends OutputStream {
        private final PrintStream target;

        Aside(PrintStream target) {
            this.target = target;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return;
            }
            lock.lock();
            try {
                clear();
                target.write(bytes, offset, length);
                unfinished = bytes[offset + length - 1] != '\n';
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void flush() {
            target.flush();
        }
    }
}
