package network.millrace.simulation.actors;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import network.millrace.agent.core.AgentCore;
import network.millrace.agent.core.AgentView;
import network.millrace.agent.core.Effect;
import network.millrace.agent.core.Outcome;
import network.millrace.agent.journal.MemoryJournal;
import network.millrace.agent.lease.ManifestRefusal;
import network.millrace.agent.shell.EffectRunner;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.node.v1.BlockEvents;
import network.millrace.simulation.faults.Fault;
import network.millrace.simulation.faults.Faults;
import network.millrace.simulation.world.Draw;
import network.millrace.simulation.world.Fiber;
import network.millrace.simulation.world.World;

/**
 * One life of an agent, from start to kill: the core and the effect runner that ship, driven by the world. Appends are written
 * before the effects behind them; effects that ask the network run in fibers, those on the machine as steps.
 */
final class AgentProcess {
    private static final long JOURNAL_BYTES_MAX = 8 * 1024;
    private static final long LOCAL_MAX_MS = 40;

    private final String who;
    private final Surroundings around;
    private final World world;
    private final Faults faults;
    private final AgentCore core;
    private final EffectRunner runner;
    private final MemoryJournal journal;
    private final Runnable crash;
    private final Draw speed;
    private final List<Fiber> fibers = new ArrayList<>();
    private final Follower follower;
    private boolean alive = true;
    private long wakeNumber;

    /** @param crash kills the process; must call {@link #kill} */
    AgentProcess(
            String who,
            Surroundings around,
            AgentCore core,
            EffectRunner runner,
            MemoryJournal journal,
            Runnable crash) {
        this.who = who;
        this.around = around;
        this.world = around.world();
        this.faults = around.faults();
        this.core = core;
        this.runner = runner;
        this.journal = journal;
        this.crash = crash;
        this.speed = world.draw("speed of " + who + " at " + world.nowMs());
        this.follower = new Follower(who, around, this::block);
    }

    void start() {
        drive(core.start(world.nowMs()));
        follower.start();
    }

    boolean isAlive() {
        return alive;
    }

    AgentView view() {
        return core.view();
    }

    /** A tenant hands in a manifest at the door. */
    List<LeaseId> manifest(DeploymentId deployment, ByteString json) throws ManifestRefusal {
        AgentCore.ManifestReceipt receipt = core.onManifest(deployment, json, world.nowMs());
        drive(receipt.effects());
        return receipt.leases();
    }

    /** Ends it at once; what is on the machine and in the journal stays. */
    void kill() {
        alive = false;
        follower.stop();
        Fiber running = null;
        for (Fiber fiber : List.copyOf(fibers)) {
            if (fiber.isRunning()) {
                running = fiber;
            } else {
                fiber.kill();
            }
        }
        if (running != null) {
            running.kill();
        }
    }

    private void block(BlockEvents events) {
        if (isStillAlive(Fault.AGENT_KILLED)) {
            drive(core.onBlockEvents(events, world.nowMs()));
        }
    }

    private void wake(long number) {
        if (number == wakeNumber && isStillAlive(Fault.AGENT_KILLED)) {
            drive(core.onTick(world.nowMs()));
        }
    }

    private void drive(List<Effect> effects) {
        if (!remember(effects)) {
            return;
        }
        for (Effect effect : effects) {
            if (!alive) {
                return;
            }
            begin(effect);
        }
        schedule();
    }

    private void begin(Effect effect) {
        switch (effect) {
            case Effect.Append _ -> {}
            case Effect.Inspect _, Effect.Prepare _, Effect.Start _, Effect.Destroy _ ->
                world.after(speed.between(1, LOCAL_MAX_MS), who, () -> carryOut(effect));
            case Effect.Survey _, Effect.ReadOrder _, Effect.ReadLease _, Effect.ReadDeployment _, Effect.Submit _ -> {
                fibers.removeIf(Fiber::isEnded);
                fibers.add(around.fibers().start(who, () -> carryOut(effect)));
            }
        }
    }

    private void carryOut(Effect effect) {
        if (!isStillAlive(Fault.AGENT_KILLED_MIDWAY)) {
            return;
        }
        Outcome outcome = runner.run(effect);
        if (effect instanceof Effect.Submit submit) {
            around.note(who + " " + submit.purpose() + ": " + outcome);
        }
        if (isStillAlive(Fault.AGENT_KILLED_MIDWAY)) {
            drive(core.onEffectDone(effect, outcome, world.nowMs()));
        }
    }

    private boolean isStillAlive(Fault fault) {
        if (alive && faults.strikes(fault, who)) {
            crash.run();
        }
        return alive;
    }

    private boolean remember(List<Effect> effects) {
        long before = journal.bytes();
        try {
            runner.append(effects);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        long written = journal.bytes() - before;
        if (written > 0 && faults.strikes(Fault.JOURNAL_TORN, who)) {
            journal.tear((int) faults.draw(Fault.JOURNAL_TORN).between(1, written));
            crash.run();
            return false;
        }
        if (journal.bytes() > JOURNAL_BYTES_MAX) {
            journal.replace(core.snapshot(world.nowMs()));
        }
        return true;
    }

    private void schedule() {
        long number = ++wakeNumber;
        if (core.nextWakeMs() != Long.MAX_VALUE) {
            world.at(Math.max(core.nextWakeMs(), world.nowMs() + 1), who, () -> wake(number));
        }
    }
}
