package network.millrace.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import network.millrace.protocol.ledger.v1.Block;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.money.Amount;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Laws over random traffic, valid and not: money is conserved (TestLedger checks the invariants after each block), two
 * ledgers that are given the same blocks agree, and one that is exported and imported goes on alike.
 */
class LedgerProperties {
    private static final int BLOCKS = 12;

    private final List<Person> people =
            Stream.of("ann", "ben", "cat", "dan", "eve").map(Person::called).toList();
    private final List<byte[]> seen = new ArrayList<>();

    @RepeatedTest(8)
    void sameBlocksGiveTheSameStateAndMoneyIsConserved() {
        var seed = Seed.of(LedgerProperties.class);
        Genesis genesis = TestLedger.genesis(
                network.millrace.protocol.money.Coins.of(Money.of(Denom.UMIL, 400_000), Money.of(Denom.UUSD, 1_000)),
                people.toArray(new Person[0]));
        TestLedger first = new TestLedger(genesis);
        TestLedger second = new TestLedger(genesis);
        for (int i = 0; i < BLOCKS; i++) {
            first.passMs(seed.below(40_000));
            Block block = first.next(transactions(seed, first));

            var outcome = first.ledger().apply(block);
            var same = second.ledger().apply(block);

            assertThat(same.result()).isEqualTo(outcome.result());
            first.commit(outcome);
            second.commit(same);
            assertThat(sumOf(first, Denom.UUSD)).isEqualTo(Amount.of(5_000));
        }
        assertExportIsTheState(first);
    }

    private static void assertExportIsTheState(TestLedger net) {
        Genesis exported = net.ledger().export();
        TestLedger imported = new TestLedger(exported);
        assertThat(imported.ledger().export().toByteArray()).isEqualTo(exported.toByteArray());
        assertThat(imported.state().size()).isEqualTo(net.state().size());
    }

    private List<byte[]> transactions(Seed seed, TestLedger net) {
        var transactions = new ArrayList<byte[]>();
        for (int i = seed.below(8); i > 0; i--) {
            byte[] transaction = seed.oneIn(6) && !seen.isEmpty() ? seed.pick(seen) : transaction(seed, net);
            seen.add(transaction);
            transactions.add(transaction);
        }
        return transactions;
    }

    private byte[] transaction(Seed seed, TestLedger net) {
        Person from = seed.pick(people);
        var messages = new com.google.protobuf.Message[1 + seed.below(3)];
        for (int i = 0; i < messages.length; i++) {
            Denom denom = seed.oneIn(4) ? Denom.UMIL : Denom.UUSD;
            messages[i] = Sends.of(from, seed.pick(people), denom, 1 + seed.below(600));
        }
        if (seed.oneIn(12)) {
            return seed.bytes(seed.below(300));
        }
        return seed.oneIn(2) ? net.signUnordered(from, messages) : net.sign(from, messages);
    }

    private Amount sumOf(TestLedger net, Denom denom) {
        return people.stream().map(person -> net.balance(person, denom)).reduce(Amount.ZERO, Amount::plus);
    }
}
