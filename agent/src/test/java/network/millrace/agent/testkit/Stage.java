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

    private final FakeLedger ledger = new FakeLedger(Fixtures.PROVIDER_KEY.address(), START_MS);
    private final ScriptedMachine machine = ScriptedMachine.large();
    private final MemoryJournal journal = new MemoryJournal();
    private final Deque<Effect> pending = new ArrayDeque<>();
    private long nowMs = START_MS;
    private int seen;
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
            Outcome outcome = runner.run(effect);
            take(core.onEffectDone(effect, outcome, nowMs));
        }
    }

    private void take(List<Effect> effects) {
        try {
            runner.append(effects);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        effects.stream().filter(effect -> !(effect instanceof Effect.Append)).forEach(pending::addLast);
    }
}
