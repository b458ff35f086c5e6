package network.millrace.agent.shell;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import network.millrace.agent.access.ProviderDesk;
import network.millrace.agent.bidding.Verdict;
import network.millrace.agent.core.AgentCore;
import network.millrace.agent.core.AgentView;
import network.millrace.agent.core.Effect;
import network.millrace.agent.core.Outcome;
import network.millrace.agent.journal.Journal;
import network.millrace.agent.lease.ManifestRefusal;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.node.v1.BlockEvents;
import network.millrace.protocol.resources.v1.GroupSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the core in real time. One lock guards it; appends are written under that lock, every other effect runs on a virtual
 * thread of its own. An agent whose journal cannot be written, or whose core finds a broken invariant, stops: better no promise
 * than one that is not remembered.
 */
public final class AgentShell implements ProviderDesk, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AgentShell.class);
    private static final int EFFECTS_AT_ONCE = 64;
    private static final long COMPACT_ABOVE_BYTES = 4L << 20;
    private static final Duration LEASE_PATIENCE = Duration.ofSeconds(5);
    private static final Duration NAP_MAX = Duration.ofSeconds(1);

    private final AgentCore core;
    private final EffectRunner runner;
    private final Journal journal;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Semaphore places = new Semaphore(EFFECTS_AT_ONCE);
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private long version;
    private long compactAboveBytes = COMPACT_ABOVE_BYTES;

    /** @param journal what {@code runner} appends to; made smaller here when it has grown */
    public AgentShell(AgentCore core, EffectRunner runner, Journal journal, InstantSource clock) {
        this.core = core;
        this.runner = runner;
        this.journal = journal;
        this.clock = clock;
    }

    /** Begins; {@link #end} tells when it is over. */
    public void start() {
        turn(() -> core.start(now()));
        Thread.ofVirtual().name("agent-ticker").start(this::tick);
    }

    /** Completes when the agent stops, exceptionally when it could not go on. */
    public CompletableFuture<Void> end() {
        return end;
    }

    /** Takes in a block. */
    public void block(BlockEvents block) {
        turn(() -> core.onBlockEvents(block, now()));
    }

    /** The newest block taken in; 0 before the ledger was first read. */
    public long height() {
        lock.lock();
        try {
            return core.height();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing can be started for now; empty ends that. */
    public void pause(String why) {
        turn(() -> {
            core.pause(why);
            return List.of();
        });
    }

    @Override
    public AgentView view() {
        lock.lock();
        try {
            return core.view();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Verdict screen(GroupSpec group, OrderTerms terms) {
        lock.lock();
        try {
            return core.screen(group, terms);
        } finally {
            lock.unlock();
        }
    }

    /** A tenant may be faster than the news of its lease: for a moment the lease is waited for. */
    @Override
    public List<LeaseId> accept(DeploymentId deployment, ByteString json) throws ManifestRefusal {
        try {
            awaitLease(deployment);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lock.lock();
        try {
            AgentCore.ManifestReceipt receipt = core.onManifest(deployment, json, now());
            carryOut(receipt.effects());
            return receipt.leases();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long version() {
        lock.lock();
        try {
            return version;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void awaitChange(long seen, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (version == seen && left > 0 && !end.isDone()) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** No effect is begun any more; those under way end by themselves, and what they bring is found again after a restart. */
    @Override
    public void close() {
        stop();
    }

    private void awaitLease(DeploymentId deployment) throws InterruptedException {
        long deadlineMs = now() + LEASE_PATIENCE.toMillis();
        long seen = version();
        while (!view().takesManifests(deployment) && now() < deadlineMs && !end.isDone()) {
            awaitChange(seen, Duration.ofMillis(Math.max(1, deadlineMs - now())));
            seen = version();
        }
    }

    private void tick() {
        try {
            while (!end.isDone()) {
                nap();
                turn(() -> now() >= core.nextWakeMs() ? core.onTick(now()) : List.of());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the core wants to be woken; anything that happens before may have changed when that is. */
    private void nap() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long seen = version;
            long left = TimeUnit.MILLISECONDS.toNanos(Math.min(core.nextWakeMs() - now(), NAP_MAX.toMillis()));
            while (left > 0 && version == seen && !end.isDone()) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void turn(Supplier<List<Effect>> step) {
        lock.lock();
        try {
            if (!end.isDone()) {
                carryOut(step.get());
            }
        } catch (RuntimeException e) {
            fail(e);
        } finally {
            lock.unlock();
        }
    }

    /** Called under the lock: what must be remembered is on disk before anything else begins. */
    private void carryOut(List<Effect> effects) {
        try {
            runner.append(effects);
            compactWhenLarge();
        } catch (IOException e) {
            fail(e);
            return;
        }
        effects.stream().filter(effect -> !(effect instanceof Effect.Append)).forEach(this::begin);
        if (!effects.isEmpty()) {
            version++;
            changed.signalAll();
        }
    }

    private void begin(Effect effect) {
        Thread.ofVirtual().name("agent-effect").start(() -> {
            Outcome outcome = outcome(effect);
            turn(() -> {
                version++;
                changed.signalAll();
                return core.onEffectDone(effect, outcome, now());
            });
        });
    }

    private Outcome outcome(Effect effect) {
        places.acquireUninterruptibly();
        try {
            return runner.run(effect);
        } catch (RuntimeException e) {
            LOG.error(
                    "effect {} failed in a way nobody thought of",
                    effect.getClass().getSimpleName(),
                    e);
            return new Outcome.Unanswered(String.valueOf(e.getMessage()));
        } finally {
            places.release();
        }
    }

    private void compactWhenLarge() throws IOException {
        if (journal.bytes() <= compactAboveBytes) {
            return;
        }
        journal.replace(core.snapshot(now()));
        // Much of it may be in use: then it is left to double before it is written anew.
        compactAboveBytes = Math.max(COMPACT_ABOVE_BYTES, 2 * journal.bytes());
    }

    private void fail(Exception e) {
        LOG.error("the agent stops; its workloads go on running, and are adopted when it is started again", e);
        end.completeExceptionally(e);
        changed.signalAll();
    }

    private void stop() {
        lock.lock();
        try {
            end.complete(null);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private long now() {
        return clock.millis();
    }
}
