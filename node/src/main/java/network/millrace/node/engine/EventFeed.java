package network.millrace.node.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import network.millrace.protocol.node.v1.BlockEvents;
import network.millrace.protocol.node.v1.BlockRecord;

/**
 * The blocks' events by height, for followers that ask for one height after the other and wait for the next. A follower
 * keeps nothing here, so a slow one costs no memory; recent blocks come from a small cache, older ones from the store.
 * Guarded by one lock.
 */
public final class EventFeed {
    private static final long CACHE_BYTES = 8L << 20;

    private final LongFunction<Optional<BlockRecord>> history;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<BlockEvents> recent = new ArrayDeque<>();
    private long recentBytes;
    private long height;
    private boolean closed;

    /** A feed that stands at a height; {@code history} gives the blocks up to it. */
    public EventFeed(long height, LongFunction<Optional<BlockRecord>> history) {
        this.height = height;
        this.history = history;
    }

    /** Adds the next block, which must be durable. */
    public void publish(BlockRecord record) {
        BlockEvents events = BlockEventsOf.block(record);
        lock.lock();
        try {
            if (events.getHeight() != height + 1) {
                throw new IllegalStateException("events of block " + events.getHeight() + " after block " + height);
            }
            height = events.getHeight();
            recent.addLast(events);
            recentBytes += events.getSerializedSize();
            while (recentBytes > CACHE_BYTES && recent.size() > 1) {
                recentBytes -= recent.removeFirst().getSerializedSize();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Height of the newest block. */
    public long height() {
        lock.lock();
        try {
            return height;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is a block of this height. Returns false when time has passed or the feed has ended. */
    public boolean await(long wanted, Duration limit) throws InterruptedException {
        long leftNs = limit.toNanos();
        lock.lock();
        try {
            while (height < wanted && !closed && leftNs > 0) {
                leftNs = changed.awaitNanos(leftNs);
            }
            return height >= wanted && !closed;
        } finally {
            lock.unlock();
        }
    }

    /** The events of a block; empty when the block is older than the log, or not there yet. */
    public Optional<BlockEvents> at(long wanted) {
        lock.lock();
        try {
            if (wanted > height) {
                return Optional.empty();
            }
            long first = height - recent.size() + 1;
            if (wanted >= first && !recent.isEmpty()) {
                return recent.stream().skip(wanted - first).findFirst();
            }
        } finally {
            lock.unlock();
        }
        return history.apply(wanted).map(BlockEventsOf::block);
    }

    /** Ends the feed: waiting followers return. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the feed has ended. */
    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
