package network.millrace.ledger.modules.bank;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import network.millrace.ledger.Person;
import network.millrace.ledger.Sends;
import network.millrace.ledger.TestLedger;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.bank.v1.QuerySupplyRequest;
import network.millrace.protocol.bank.v1.QuerySupplyResponse;
import network.millrace.protocol.cosmos.bank.v1beta1.MsgSend;
import network.millrace.protocol.cosmos.base.v1beta1.Coin;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.money.Amount;
import network.millrace.protocol.money.Coins;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import org.junit.jupiter.api.Test;

class BankTest {
    private final Person alice = Person.called("alice");
    private final Person bob = Person.called("bob");
    private final TestLedger net = TestLedger.with(alice);

    @Test
    void severalCoinsMoveAtOnce() {
        TxResult result = net.send(alice, Sends.of(alice, bob, Money.of(Denom.UMIL, 3), Money.of(Denom.UUSD, 4)));

        assertThat(result.getCode()).isZero();
        assertThat(net.balance(bob, Denom.UMIL)).isEqualTo(Amount.of(3));
        assertThat(net.balance(bob, Denom.UUSD)).isEqualTo(Amount.of(4));
    }

    @Test
    void coinsAreSorted() {
        var unsorted = Sends.of(alice, bob, Money.of(Denom.UUSD, 4), Money.of(Denom.UMIL, 3));
        assertRefused(unsorted, BankError.COINS_INVALID, "sorted by denomination");
    }

    @Test
    void denominationOccursOnce() {
        var twice = Sends.of(alice, bob, Money.of(Denom.UUSD, 4), Money.of(Denom.UUSD, 3));
        assertRefused(twice, BankError.COINS_INVALID, "each once");
    }

    @Test
    void nothingIsNoTransfer() {
        assertRefused(Sends.of(alice, bob), BankError.COINS_INVALID, "at least one coin");
        assertRefused(Sends.of(alice, bob, Denom.UUSD, 0), BankError.COINS_INVALID, "must be positive");
    }

    @Test
    void amountIsDigitsOnly() {
        for (String amount : new String[] {"-1", "+1", "01", "1.0", "", " 1", "1e3", "٣"}) {
            assertRefused(coin("uusd", amount), BankError.COINS_INVALID, "whole number");
        }
    }

    @Test
    void amountHasALimit() {
        String tooMuch = BigInteger.ONE.shiftLeft(128).toString();
        assertRefused(coin("uusd", tooMuch), BankError.COINS_INVALID, "below 2^128");
    }

    @Test
    void unknownDenominationIsRefused() {
        assertRefused(coin("uakt", "1"), BankError.DENOM_UNKNOWN, "[umil, uusd]; this is uakt");
        assertRefused(coin("?", "1"), BankError.COINS_INVALID, "a denomination is");
    }

    @Test
    void moreThanThereIsCannotBeSent() {
        assertRefused(
                Sends.of(alice, bob, Denom.UUSD, 1_000_000_000_001L),
                BankError.INSUFFICIENT_FUNDS,
                "has 1000000000000uusd; needed are 1000000000001uusd");
    }

    @Test
    void moneyForAModuleIsRefused() {
        var toTreasury = Sends.of(alice, bob, Denom.UUSD, 1).toBuilder()
                .setToAddress(Address.module("treasury").toString())
                .build();
        assertRefused(toTreasury, BankError.RECIPIENT_MODULE, "belongs to a module");
    }

    @Test
    void addressOfAnotherNetworkIsRefused() {
        var elsewhere = Sends.of(alice, bob, Denom.UUSD, 1).toBuilder()
                .setToAddress("cosmos1qnk2n4nlkpw9xfqntladh74w6ujtulwnqshepx")
                .build();
        assertRefused(elsewhere, BankError.ADDRESS_INVALID, "");
    }

    @Test
    void sendingToOneselfChangesNothing() {
        TxResult result = net.send(alice, Sends.of(alice, alice, Denom.UUSD, 1_000_000_000_000L));

        assertThat(result.getCode()).isZero();
        assertThat(net.balance(alice, Denom.UUSD)).isEqualTo(Amount.of(1_000_000_000_000L));
    }

    @Test
    void sendingEverythingLeavesNoEmptyBalance() {
        net.send(alice, Sends.of(alice, bob, Denom.UUSD, 1_000_000_000_000L));

        var state = new BankState();
        assertThat(state.balances.scan(net.context()).stream()
                        .map(row -> row.key().toString()))
                .noneMatch(holding -> holding.contains("uusd")
                        && holding.contains(alice.address().toString()));
        assertThat(net.balance(alice, Denom.UUSD)).isEqualTo(Amount.ZERO);
    }

    @Test
    void amountsBeyondALongMove() {
        var huge = new Amount(BigInteger.TEN.pow(30));
        TestLedger rich =
                TestLedger.with(Coins.of(new Money(Denom.UUSD, huge), Money.of(Denom.UMIL, 1_000_000)), alice);

        TxResult result = rich.send(alice, Sends.of(alice, bob, new Money(Denom.UUSD, huge.minus(Amount.of(1)))));

        assertThat(result.getCode()).isZero();
        assertThat(rich.balance(alice, Denom.UUSD)).isEqualTo(Amount.of(1));
    }

    @Test
    void supplyCanBeQueried() {
        var response =
                (QuerySupplyResponse) net.ledger().query("bank", "Supply", QuerySupplyRequest.getDefaultInstance());

        assertThat(Coins.ofProto(response.getSupplyList()))
                .isEqualTo(
                        Coins.of(Money.of(Denom.UMIL, 1_000_000_000_000L), Money.of(Denom.UUSD, 1_000_000_000_000L)));
    }

    private MsgSend coin(String denom, String amount) {
        return Sends.of(alice, bob).toBuilder()
                .addAmount(Coin.newBuilder().setDenom(denom).setAmount(amount))
                .build();
    }

    private void assertRefused(MsgSend send, BankError error, String words) {
        var before = net.balance(bob, Denom.UUSD);

        TxResult result = net.send(alice, send);

        assertThat(result.getCodespace()).isEqualTo("bank");
        assertThat(result.getCode()).as(result.getLog()).isEqualTo(error.code());
        assertThat(result.getLog()).contains(words);
        assertThat(net.balance(bob, Denom.UUSD)).isEqualTo(before);
    }
}
