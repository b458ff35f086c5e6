package network.millrace.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Whatever happens to a transaction's bytes, the ledger answers with a refusal: it neither executes nor breaks. */
class MutationProperties {
    private static final int MUTATIONS = 1_500;

    private final Person alice = Person.called("alice");
    private final Person bob = Person.called("bob");
    private final TestLedger net = TestLedger.with(alice, bob);
    private final List<byte[]> originals = List.of(
            net.sign(alice, Sends.of(alice, bob, Money.of(Denom.UMIL, 5), Money.of(Denom.UUSD, 6))),
            net.sign(alice, builder -> builder.memo("memo").timeoutHeight(9), Sends.of(alice, bob, Denom.UUSD, 300)),
            net.signUnordered(bob, Sends.of(bob, alice, Denom.UUSD, 7), Sends.of(bob, bob, Denom.UUSD, 8)));

    @RepeatedTest(3)
    void changedBytesAreRefused() {
        var seed = Seed.of(MutationProperties.class);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] original = seed.pick(originals);
            byte[] mutated = mutate(seed, original);
            if (Arrays.equals(original, mutated)) {
                continue;
            }

            TxResult checked = net.ledger().check(mutated, net.timeMs());
            TxResult simulated = net.ledger().simulate(mutated);

            assertThat(checked.getCode())
                    .as("replay with -Dmillrace.seed=%d", seed.value())
                    .isPositive();
            assertThat(checked.getLog()).isNotBlank();
            assertThat(simulated.getHash()).isEqualTo(checked.getHash());
        }
    }

    /** Without signatures in the way more of the rules behind them are reached. */
    @RepeatedTest(3)
    void changedBytesNeverBreakTheRulesBehindTheSignature() {
        var seed = Seed.of(MutationProperties.class);
        Ledger trusting = Ledger.open(net.state(), check -> true);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = mutate(seed, seed.pick(originals));

            TxResult result =
                    trusting.apply(net.next(List.of(mutated))).result().getTransactions(0);

            assertThat(result.getCode() == 0 || !result.getLog().isBlank()).isTrue();
        }
    }

    @Test
    void originalsAreExecuted() {
        var results = net.block(List.of(originals.get(0), originals.get(2))).getTransactionsList();

        assertThat(results).allMatch(result -> result.getCode() == 0);
    }

    private static byte[] mutate(Seed seed, byte[] original) {
        byte[] bytes = original;
        for (int i = 1 + seed.below(3); i > 0; i--) {
            bytes = mutateOnce(seed, bytes);
        }
        return bytes;
    }

    private static byte[] mutateOnce(Seed seed, byte[] bytes) {
        int at = seed.below(bytes.length);
        var out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        switch (seed.below(4)) {
            case 0 -> {
                out.write(bytes[at] ^ (1 << seed.below(8)));
                out.write(bytes, at + 1, bytes.length - at - 1);
            }
            case 1 -> out.write(bytes, at + 1, bytes.length - at - 1);
            case 2 -> {
                out.write(seed.below(256));
                out.write(bytes, at, bytes.length - at);
            }
            default -> {
                int from = seed.below(bytes.length);
                int count = seed.below(Math.min(40, bytes.length - from));
                out.write(bytes, from, count);
                out.write(bytes, at, bytes.length - at);
            }
        }
        return out.toByteArray().length == 0 ? bytes : out.toByteArray();
    }
}
