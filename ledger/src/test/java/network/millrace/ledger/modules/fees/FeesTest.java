package network.millrace.ledger.modules.fees;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import network.millrace.ledger.Seed;
import network.millrace.ledger.kernel.ModuleParams;
import network.millrace.ledger.modules.accounts.AccountsModule;
import network.millrace.ledger.modules.bank.BankModule;
import network.millrace.ledger.state.Keyspace;
import network.millrace.ledger.state.MemoryState;
import network.millrace.ledger.state.State;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.fees.v1.Params;
import network.millrace.protocol.money.Amount;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class FeesTest {
    private final State state = new State(new MemoryState());
    private final ModuleParams<Params> params =
            new ModuleParams<>(new Keyspace(4), FeesParams.DEFAULTS, FeesParams.bounds());
    private final Fees fees =
            new Fees(params, new BankModule(new AccountsModule().accounts()).bank(), Address.module("treasury"));

    @Test
    void shareIsRoundedDownAndTheRestCarried() {
        params.set(state, FeesParams.DEFAULTS);

        Split first = fees.split(state, Amount.of(19), 0);
        Split second = fees.split(state, Amount.of(1), first.remainder());

        assertThat(first).isEqualTo(new Split(Amount.of(19), Amount.ZERO, 9_500));
        assertThat(second).isEqualTo(new Split(Amount.ZERO, Amount.of(1), 0));
    }

    @RepeatedTest(20)
    void manyPaymentsGiveTheShareOfTheirSum() {
        var seed = Seed.of(FeesTest.class);
        int basisPoints = seed.below(5_001);
        params.set(
                state,
                FeesParams.DEFAULTS.toBuilder()
                        .setLeaseFeeBasisPoints(basisPoints)
                        .build());
        Amount sum = Amount.ZERO;
        Amount fee = Amount.ZERO;
        long remainder = 0;
        for (int i = 0; i < 200; i++) {
            var payment = new Amount(new BigInteger(1, seed.bytes(seed.below(13))));
            Split split = fees.split(state, payment, remainder);
            assertThat(split.net().plus(split.fee())).isEqualTo(payment);
            sum = sum.plus(payment);
            fee = fee.plus(split.fee());
            remainder = split.remainder();
        }
        assertThat(fee).isEqualTo(sum.share(basisPoints, 10_000));
    }
}
