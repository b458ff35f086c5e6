package network.millrace.simulation.auditor;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import java.util.List;
import java.util.Map;
import network.millrace.protocol.bank.v1.GenesisState;
import network.millrace.protocol.cosmos.bank.v1beta1.MsgSend;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.ledger.v1.ModuleGenesis;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.node.v1.BlockEvents;
import network.millrace.protocol.node.v1.LedgerEvent;
import network.millrace.protocol.registry.MessageTypes;
import network.millrace.simulation.actors.NodeActor;
import network.millrace.simulation.actors.Party;
import network.millrace.simulation.faults.FaultPlan;
import network.millrace.simulation.scenarios.NetworkTerms;
import network.millrace.simulation.scenarios.Simulation;
import network.millrace.simulation.world.World;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A ledger of a few transfers, and an audit that is told something false about it each time. */
final class FinalAuditTest {
    private static final Auditor.Terms TERMS = new Auditor.Terms(6_000, 500);

    private final World world = Simulation.world(5);
    private final Party ada = Party.of(world, "ada");
    private final Party ben = Party.of(world, "ben");
    private final Simulation simulation =
            new Simulation(world, FaultPlan.none(), NetworkTerms.standard(), List.of(ada, ben));
    private final NodeActor node = simulation.node();

    @BeforeEach
    void playAFewTransfers() {
        node.start();
        for (int i = 1; i <= 3; i++) {
            simulation
                    .surroundings()
                    .sender(ada)
                    .send(MsgSend.newBuilder()
                            .setFromAddress(ada.address().toString())
                            .setToAddress(ben.address().toString())
                            .addAmount(Money.of(Denom.UUSD, i).toProto())
                            .build());
        }
    }

    @Test
    void aTrueLedgerPasses() {
        assertThatCode(simulation::audit).doesNotThrowAnyException();
    }

    @Test
    void aTransferThatNobodyAnnouncedIsNoticed() {
        Auditor deaf = new Auditor(bank(node.genesis()), TERMS);
        follow(deaf, true);

        assertThatThrownBy(() -> new FinalAudit(node.genesis(), deaf).check(node.store(), Map.of()))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("balances follow from genesis and transfers");
    }

    @Test
    void aBlockThatTheAuditorDidNotSeeIsNoticed() {
        Auditor absent = new Auditor(bank(node.genesis()), TERMS);

        assertThatThrownBy(() -> new FinalAudit(node.genesis(), absent).check(node.store(), Map.of()))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("the auditor saw every block");
    }

    @Test
    void anotherGenesisIsNoticed() {
        Auditor auditor = new Auditor(bank(node.genesis()), TERMS);
        follow(auditor, false);
        Genesis other = node.genesis().toBuilder()
                .setTimeMs(node.genesis().getTimeMs() - 1)
                .build();

        assertThatThrownBy(() -> new FinalAudit(other, auditor).check(node.store(), Map.of()))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("block 1");
    }

    @Test
    void anAcknowledgementWithoutATransactionIsNoticed() {
        Auditor auditor = new Auditor(bank(node.genesis()), TERMS);
        follow(auditor, false);

        assertThatThrownBy(() -> new FinalAudit(node.genesis(), auditor).check(node.store(), Map.of("00", 1L)))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("what was acknowledged is in the log");
    }

    private void follow(Auditor auditor, boolean withoutEvents) {
        for (long height = 1; height <= node.store().height(); height++) {
            BlockEvents.Builder events = BlockEvents.newBuilder().setHeight(height);
            if (!withoutEvents) {
                node.store().block(height).orElseThrow().getResult().getTransactionsList().stream()
                        .flatMap(result -> result.getEventsList().stream())
                        .map(event -> event.getValue())
                        .forEach(value -> events.addEvents(event(value)));
            }
            auditor.follow(events.build());
        }
    }

    private static LedgerEvent event(Any value) {
        return LedgerEvent.newBuilder().setValue(value).build();
    }

    private static GenesisState bank(Genesis genesis) {
        for (ModuleGenesis module : genesis.getModulesList()) {
            if (module.getModule().equals("bank")) {
                return (GenesisState) MessageTypes.unpack(module.getState());
            }
        }
        throw new IllegalStateException("the genesis has no module bank");
    }
}
