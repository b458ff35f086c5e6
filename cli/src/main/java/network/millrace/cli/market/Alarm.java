package network.millrace.cli.market;

import java.time.Duration;

/** Does something once when a span of time is over, unless it is closed before. */
final class Alarm implements AutoCloseable {
    private final Thread thread;

    private Alarm(Thread thread) {
        this.thread = thread;
    }

    static Alarm after(Duration span, Runnable action) {
        return new Alarm(Thread.ofVirtual().name("alarm").start(() -> {
            try {
                Thread.sleep(span);
            } catch (InterruptedException inTime) {
                return;
            }
            action.run();
        }));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
