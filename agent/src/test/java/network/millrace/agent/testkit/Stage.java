package network.millrace.agent.testkit;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import network.millrace.agent.core.AgentCore;
import network.millrace.agent.core.Effect;
import network.millrace.agent.core.Outcome;
import network.millrace.agent.journal.MemoryJournal;
import network.millrace.agent.lease.ManifestRefusal;
import network.millrace.agent.shell.EffectRunner;
import network.millrace.agent.shell.LedgerReader;
import network.millrace.agent.workload.scripted.ScriptedBackend;
import network.millrace.agent.workload.scripted.ScriptedMachine;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.ids.OrderId;

/** One agent with a fake ledger, a scripted machine and a journal in memory, all on one thread in virtual time. */
public final class Stage {

    private static final long START_MS = 1_800_000_000_000L;
    private static final int EFFECTS_MAX = 10_000;
    private static final int NEVER = -1;

    /** The agent's process was killed; {@link #restart} starts it again. */
    public static final class KilledException extends RuntimeException {
        private static final long serialVersionUID = 1;

        KilledException(String where) {
            super("killed " + where);
        }
    }

    private final FakeLedger ledger = new FakeLedger(Fixtures.PROVIDER_KEY.address(), START_MS);
    private final ScriptedMachine machine = ScriptedMachine.large();
    private final MemoryJournal journal = new MemoryJournal();
    private final Deque<Effect> pending = new ArrayDeque<>();
    private long nowMs = START_MS;
    private int seen;
    private int pointsUntilCrash = NEVER;
    private AgentCore core;
    private EffectRunner runner;
    private ScriptedBackend backend;

    public Stage() {
        backend = new ScriptedBackend(machine, () -> Instant.ofEpochMilli(nowMs));
        runner = runner();
        core = new AgentCore(Fixtures.IDENTITY, Fixtures.policy(), journal.records(), nowMs);
        play(core.start(nowMs));
    }

    private EffectRunner runner() {
        return new EffectRunner(
                new LedgerReader(ledger, Fixtures.PROVIDER_KEY.address()), ledger::send, backend, journal);
    }

    public FakeLedger ledger() {
        return ledger;
    }

    public ScriptedMachine machine() {
        return machine;
    }

    public ScriptedBackend backend() {
        return backend;
    }

    public MemoryJournal journal() {
        return journal;
    }

    public AgentCore core() {
        return core;
    }

    public long nowMs() {
        return nowMs;
    }

    /** Lets the agent see all blocks and do all that follows, without any time passing. */
    public Stage settle() {
        play(List.of());
        while (seen < ledger.blocks().size()) {
            play(core.onBlockEvents(ledger.blocks().get(seen++), nowMs));
        }
        return this;
    }

    /** Lets time pass, in the steps in which the agent wants to be woken. */
    public Stage pass(Duration duration) {
        long untilMs = nowMs + duration.toMillis();
        settle();
        while (nowMs < untilMs) {
            nowMs = Math.min(untilMs, Math.max(nowMs + 1, core.nextWakeMs()));
            ledger.time(nowMs);
            play(core.onTick(nowMs));
            settle();
        }
        return this;
    }

    /**
     * Has the agent killed at the n-th point from now, 0 being the next. Before and after each record of the journal, and
     * before and after each effect, is a point.
     */
    public Stage killAt(int points) {
        pointsUntilCrash = points;
        return this;
    }

    /** Whether {@link #killAt} has not come to its point yet. */
    public boolean isKillAhead() {
        return pointsUntilCrash != NEVER;
    }

    private void point(String where) {
        if (pointsUntilCrash == NEVER) {
            return;
        }
        pointsUntilCrash--;
        if (pointsUntilCrash == NEVER) {
            throw new KilledException(where);
        }
    }

    /** The agent dies, without any word, and is started again: what it knew and did not write is gone. */
    public Stage restart() {
        pending.clear();
        seen = ledger.blocks().size();
        backend = new ScriptedBackend(machine, () -> Instant.ofEpochMilli(nowMs));
        runner = runner();
        core = new AgentCore(Fixtures.IDENTITY, Fixtures.policy(), journal.records(), nowMs);
        play(core.start(nowMs));
        return settle();
    }

    /** Hands in a manifest as the door does. */
    public void manifest(OrderId order, ByteString json) throws ManifestRefusal {
        manifest(order.deployment(), json);
    }

    /** Hands in a manifest; gives the leases that took it. */
    public List<LeaseId> manifest(DeploymentId deployment, ByteString json) throws ManifestRefusal {
        AgentCore.ManifestReceipt receipt = core.onManifest(deployment, json, nowMs);
        play(receipt.effects());
        return receipt.leases();
    }

    private void play(List<Effect> effects) {
        take(effects);
        for (int i = 0; !pending.isEmpty(); i++) {
            if (i > EFFECTS_MAX) {
                throw new AssertionError("the agent does not come to rest; next is " + pending.peek());
            }
            Effect effect = pending.removeFirst();
            point("before " + effect);
            Outcome outcome = runner.run(effect);
            point("after " + effect);
            take(core.onEffectDone(effect, outcome, nowMs));
        }
    }

    private void take(List<Effect> effects) {
        effects.stream().filter(Effect.Append.class::isInstance).forEach(this::append);
        effects.stream().filter(effect -> !(effect instanceof Effect.Append)).forEach(pending::addLast);
    }

    /** One by one, because a crash may leave the first of several records only. */
    private void append(Effect record) {
        point("before " + record);
        try {
            runner.append(List.of(record));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        point("after " + record);
    }
}
