package network.millrace.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import java.util.function.UnaryOperator;
import network.millrace.ledger.kernel.Rejection;
import network.millrace.ledger.state.MemoryState;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.ledger.v1.QueryParamsRequest;
import network.millrace.protocol.ledger.v1.QueryParamsResponse;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.registry.JsonMapping;
import network.millrace.protocol.registry.MessageTypes;
import org.junit.jupiter.api.Test;

/** The first state of a network, and the whole state written down. */
class GenesisTest {
    private final Person alice = Person.called("alice");
    private final Person bob = Person.called("bob");
    private final Person carol = Person.called("carol");
    private final TestLedger net = TestLedger.with(alice, bob);

    @Test
    void exportImportExportIsIdentical() {
        net.send(alice, Sends.of(alice, carol, Denom.UUSD, 5));
        net.block(net.signUnordered(bob, Sends.of(bob, carol, Denom.UMIL, 6)));
        net.passMs(3_000);
        net.block();

        Genesis exported = net.ledger().export();
        TestLedger imported = new TestLedger(exported);

        assertThat(imported.ledger().export().toByteArray()).isEqualTo(exported.toByteArray());
        assertThat(imported.ledger().clock().getHeight()).isEqualTo(3);
        assertThat(imported.ledger().clock().getBilledTimeMs()).isEqualTo(6_000);
        assertThat(exported.toString()).contains(carol.address().toString());
    }

    @Test
    void importedLedgerGoesOn() {
        byte[] used = net.signUnordered(bob, Sends.of(bob, carol, Denom.UMIL, 6));
        net.block(used);
        TestLedger imported = new TestLedger(net.ledger().export());

        var block = imported.block(used, net.sign(alice, Sends.of(alice, bob, Denom.UUSD, 1)));

        assertThat(block.getHeight()).isEqualTo(2);
        assertThat(block.getTransactions(0).getLog()).contains("has used the timeout");
        assertThat(block.getTransactions(1).getCode()).isZero();
    }

    @Test
    void exportSurvivesJson() {
        Genesis exported = net.ledger().export();

        Genesis read = JsonMapping.parse(JsonMapping.printIndented(exported), Genesis.getDefaultInstance());

        assertThat(read.toByteArray()).isEqualTo(exported.toByteArray());
    }

    @Test
    void genesisIsDeterministic() {
        Genesis genesis = net.ledger().export();

        assertThat(Ledger.genesis(genesis).clock())
                .isEqualTo(Ledger.genesis(genesis).clock());
    }

    @Test
    void emptyStateIsNoLedger() {
        assertThatThrownBy(() -> Ledger.open(new MemoryState()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("load a genesis");
    }

    @Test
    void chainIdIsChecked() {
        assertRefused(genesis -> genesis.setChainId("Not a chain"), "Not a chain");
    }

    @Test
    void negativeTimesAreRefused() {
        assertRefused(genesis -> genesis.setTimeMs(-1), "start at 0");
    }

    @Test
    void everyModuleHasItsPartInOrder() {
        assertRefused(genesis -> genesis.removeModules(1), "in this order; this has [accounts, fees");
    }

    @Test
    void partOfAnotherTypeIsRefused() {
        assertRefused(
                genesis -> genesis.setModules(
                        0,
                        genesis.getModules(0).toBuilder()
                                .setState(genesis.getModules(1).getState())),
                "expected genesis state of type /millrace.accounts.v1.GenesisState");
    }

    @Test
    void supplyIsTheSumOfTheBalances() {
        assertRefused(
                bank(bank -> {
                    bank.getSupplyBuilder(0).setAmount("1");
                    return bank;
                }),
                "genesis of module bank: the supply must be the sum of the balances");
    }

    @Test
    void balanceOccursOnce() {
        assertRefused(bank(bank -> bank.addBalances(bank.getBalances(0))), "occurs twice");
    }

    @Test
    void balanceOfNoDenominationIsRefused() {
        assertRefused(
                bank(bank -> {
                    bank.getBalancesBuilder(0).getAmountBuilder().setDenom("unknown");
                    return bank;
                }),
                "this is unknown");
    }

    @Test
    void overflowingSupplyIsRefused() {
        String half = java.math.BigInteger.ONE.shiftLeft(127).toString();
        assertRefused(
                bank(bank -> {
                    bank.getBalancesBuilder(0).getAmountBuilder().setAmount(half);
                    bank.getBalancesBuilder(2).getAmountBuilder().setAmount(half);
                    return bank;
                }),
                "below 2^128");
    }

    @Test
    void accountNumbersAreUnique() {
        assertRefused(
                accounts(accounts -> {
                    accounts.getAccountsBuilder(1).setNumber(0);
                    return accounts;
                }),
                "0 occurs twice");
    }

    @Test
    void accountNumbersAreBelowTheNext() {
        assertRefused(accounts(accounts -> accounts.setNextNumber(1)), "next_number is 1");
    }

    @Test
    void accountHasItsOwnKey() {
        assertRefused(
                accounts(accounts -> {
                    accounts.getAccountsBuilder(0)
                            .setPublicKey(bob.key().publicKey().toByteString());
                    return accounts;
                }),
                "is that of another");
    }

    @Test
    void parametersHaveBounds() {
        var genesis = net.ledger().export().toBuilder();
        genesis.getParamsBuilder().setMaxBlockGapMs(10).setMaxTxBytes(5);

        assertThatThrownBy(() -> Ledger.genesis(genesis.build()))
                .isInstanceOf(Rejection.class)
                .hasMessageContaining("max_block_gap_ms must be a number from 1000 to 3600000, came \"10\"")
                .hasMessageContaining("max_tx_bytes");
    }

    @Test
    void everyParameterCanBeQueried() {
        var request = QueryParamsRequest.getDefaultInstance();
        var all = (QueryParamsResponse) net.ledger().query("kernel", "Params", request);

        assertThat(all.getKernel().getMaxBlockGapMs()).isEqualTo(30_000);
        assertThat(all.getModulesList().stream().map(module -> module.getModule()))
                .contains("bank", "fees");
    }

    @Test
    void unknownQueryIsRefusedWithTheModulesThereAre() {
        var request = QueryParamsRequest.getDefaultInstance();

        assertThatThrownBy(() -> net.ledger().query("nothing", "Params", request))
                .isInstanceOf(Rejection.class)
                .hasMessageContaining("accounts, bank, fees")
                .hasMessageContaining("nothing/Params");
        assertThatThrownBy(() -> net.ledger().query("bank", "Balances", request))
                .isInstanceOf(Rejection.class)
                .hasMessageContaining("QueryBalancesRequest");
    }

    private void assertRefused(UnaryOperator<Genesis.Builder> change, String words) {
        Genesis genesis = change.apply(net.ledger().export().toBuilder()).build();

        assertThatThrownBy(() -> Ledger.genesis(genesis))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(words);
    }

    private static UnaryOperator<Genesis.Builder> bank(
            UnaryOperator<network.millrace.protocol.bank.v1.GenesisState.Builder> change) {
        return genesis -> part(
                genesis, 1, state -> change.apply(((network.millrace.protocol.bank.v1.GenesisState) state).toBuilder())
                        .build());
    }

    private static UnaryOperator<Genesis.Builder> accounts(
            UnaryOperator<network.millrace.protocol.accounts.v1.GenesisState.Builder> change) {
        return genesis -> part(genesis, 0, state -> change.apply(
                        ((network.millrace.protocol.accounts.v1.GenesisState) state).toBuilder())
                .build());
    }

    private static Genesis.Builder part(Genesis.Builder genesis, int index, UnaryOperator<Message> change) {
        var part = genesis.getModulesBuilder(index);
        part.setState(MessageTypes.pack(change.apply(MessageTypes.unpack(part.getState()))));
        return genesis;
    }
}
