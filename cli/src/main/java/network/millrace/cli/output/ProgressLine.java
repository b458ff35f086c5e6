package network.millrace.cli.output;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shows on {@code err} what takes longer than a second: on a terminal one line that is rewritten and removed in the end, elsewhere
 * each step as a line of its own. One lock guards the state; a virtual thread does the drawing.
 */
public final class ProgressLine implements Progress, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration FRAME = Duration.ofMillis(200);

    private final Terminal terminal;
    private final long startedNanos = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closing = lock.newCondition();
    private final Thread drawer;
    private String doing;
    private String printed = "";
    private boolean closed;

    private ProgressLine(Terminal terminal, String doing) {
        this.terminal = terminal;
        this.doing = doing;
        this.drawer = Thread.ofVirtual().name("progress").unstarted(this::draw);
    }

    public static ProgressLine start(Terminal terminal, String doing) {
        ProgressLine line = new ProgressLine(terminal, doing);
        line.drawer.start();
        return line;
    }

    @Override
    public void report(String step) {
        lock.lock();
        try {
            doing = step;
        } finally {
            lock.unlock();
        }
    }

    private void draw() {
        lock.lock();
        try {
            long left = PATIENCE.toNanos();
            while (!closed) {
                left = closing.awaitNanos(left);
                if (left <= 0 && !closed) {
                    show(doing);
                    left = FRAME.toNanos();
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void show(String step) {
        if (terminal.errIsTerminal()) {
            Duration elapsed = Duration.ofNanos(System.nanoTime() - startedNanos);
            String time = " … " + Text.duration(elapsed);
            int room = terminal.roomForErr(Text.width(step) + Text.width(time) + 1) - Text.width(time) - 1;
            terminal.status().show(Text.cut(Text.oneLine(step), room) + time);
        } else if (!step.equals(printed)) {
            terminal.err().println(step + " …");
        }
        printed = step;
    }

    /** Removes the line. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            closing.signalAll();
            if (!printed.isEmpty() && terminal.errIsTerminal()) {
                terminal.status().clear();
            }
        } finally {
            lock.unlock();
        }
    }
}
