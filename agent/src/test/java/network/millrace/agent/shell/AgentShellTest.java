package network.millrace.agent.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import network.millrace.agent.core.AgentCore;
import network.millrace.agent.journal.Journal;
import network.millrace.agent.journal.MemoryJournal;
import network.millrace.agent.lease.LeaseStage;
import network.millrace.agent.testkit.FakeLedger;
import network.millrace.agent.testkit.Fixtures;
import network.millrace.agent.workload.scripted.ScriptedBackend;
import network.millrace.agent.workload.scripted.ScriptedMachine;
import network.millrace.protocol.agent.v1.JournalRecord;
import network.millrace.protocol.ids.OrderId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The core in real time with threads; the ledger's blocks are handed over by the test. */
@Timeout(30)
class AgentShellTest {

    private static final long READY_IN_MS = 60_000;

    private final InstantSource clock = InstantSource.system();
    private final FakeLedger ledger = new FakeLedger(Fixtures.PROVIDER_KEY.address(), clock.millis());
    private final OrderId order = Fixtures.order(7);
    private AgentShell shell = shell(new MemoryJournal());

    private AgentShell shell(Journal journal) {
        EffectRunner runner = new EffectRunner(
                new LedgerReader(ledger, Fixtures.PROVIDER_KEY.address()),
                ledger::send,
                new ScriptedBackend(ScriptedMachine.large(), clock),
                journal);
        AgentCore core = new AgentCore(Fixtures.IDENTITY, Fixtures.policy(), List.of(), clock.millis());
        return new AgentShell(core, runner, journal, clock);
    }

    @AfterEach
    void stop() {
        shell.close();
    }

    @Test
    void bringsAnOrderToAPaidLease() throws Exception {
        var manifest = Fixtures.manifest("nginx:1.27", "port=8080");
        shell.start();
        await(() -> shell.height() > 0);
        ledger.deploy(order, Fixtures.group(1_000, 512), Fixtures.hash(manifest));
        hand();
        await(() -> ledger.bid(order).isPresent());
        ledger.award(order, READY_IN_MS);
        hand();

        assertThat(shell.accept(order.deployment(), manifest)).hasSize(1);

        await(() -> {
            hand();
            return shell.view()
                    .lease(order.lease(Fixtures.PROVIDER_KEY.address()))
                    .filter(lease -> lease.stage() == LeaseStage.ACTIVE)
                    .isPresent();
        });
    }

    @Test
    void stopsWhenItsJournalCannotBeWritten() {
        shell = shell(new FullJournal());

        shell.start();

        assertThatThrownBy(() -> shell.end().join())
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("no space left");
        assertThat(ledger.carriedOut()).isEmpty();
    }

    @Test
    void waitsForNoLeaseOnceItIsClosed() throws Exception {
        shell.start();
        shell.close();

        assertThat(shell.accept(order.deployment(), Fixtures.manifest("nginx:1.27")))
                .isEmpty();
    }

    private int handed;

    private synchronized void hand() {
        while (handed < ledger.blocks().size()) {
            shell.block(ledger.blocks().get(handed++));
        }
    }

    private void await(BooleanSupplier fact) throws InterruptedException {
        while (!fact.getAsBoolean()) {
            shell.awaitChange(shell.version(), Duration.ofMillis(20));
        }
    }

    /** A disk without room. */
    private static final class FullJournal implements Journal {
        @Override
        public List<JournalRecord> records() {
            return List.of();
        }

        @Override
        public void append(List<JournalRecord> records) throws IOException {
            throw new IOException("no space left");
        }

        @Override
        public void replace(List<JournalRecord> records) throws IOException {
            append(records);
        }

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
