package network.millrace.ledger.modules.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import network.millrace.ledger.Person;
import network.millrace.ledger.Seed;
import network.millrace.ledger.modules.market.Auction.Candidate;
import network.millrace.ledger.modules.market.Auction.Merits;
import network.millrace.ledger.modules.market.Auction.Ranked;
import network.millrace.ledger.modules.market.Auction.Weights;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Price;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class AuctionTest {
    /** One for all rounds of all tests here, which run in a fixed order. */
    private static final Seed SEED = Seed.of(AuctionTest.class);

    private final Seed seed = SEED;
    private static final Weights WEIGHTS = new Weights(6_000, 1_000, 500, 2_500);
    private static final Merits AVERAGE = new Merits(500_000, 500_000, 500_000);
    private static final ByteString BLOCK = ByteString.copyFromUtf8("app hash");

    private final OrderId order = new OrderId(Person.called("tenant").address(), 1, 1, 1);

    @Test
    void lowestPriceWinsAmongEquals() {
        List<Ranked> ranked = rank(candidate("ada", 12, AVERAGE), candidate("ben", 10, AVERAGE));

        assertThat(names(ranked)).containsExactly(address("ben"), address("ada"));
        assertThat(ranked.getFirst().pricePpm()).isEqualTo(1_000_000);
        assertThat(ranked.getLast().pricePpm()).isEqualTo(833_333);
    }

    @Test
    void theScoreIsTheWeightedMean() {
        List<Ranked> ranked = rank(candidate("ada", 10, new Merits(1_000_000, 0, 400_000)));

        assertThat(ranked.getFirst().scorePpm()).isEqualTo(600_000 + 100_000 + 0 + 100_000);
    }

    @Test
    void reliabilityBeatsASmallDifferenceInPrice() {
        Candidate reliable = candidate("ada", 11, new Merits(500_000, 500_000, 900_000));
        Candidate newcomer = candidate("ben", 10, new Merits(500_000, 500_000, 400_000));

        assertThat(names(rank(newcomer, reliable))).first().isEqualTo(address("ada"));
    }

    @Test
    void tiesAreBrokenByTheBlock() {
        Candidate ada = candidate("ada", 10, AVERAGE);
        Candidate ben = candidate("ben", 10, AVERAGE);
        var winners = new HashSet<Address>();
        for (int block = 0; block < 32; block++) {
            ByteString hash = ByteString.copyFromUtf8("block " + block);
            winners.add(Auction.rank(order, hash, WEIGHTS, List.of(ada, ben))
                    .getFirst()
                    .candidate()
                    .provider());
        }

        assertThat(winners).containsExactlyInAnyOrder(ada.provider(), ben.provider());
    }

    @Test
    void aTieIsNamedAsOne() {
        List<Ranked> ranked = rank(candidate("ada", 10, AVERAGE), candidate("ben", 10, AVERAGE));

        Loss loss = Loss.against(WEIGHTS, ranked.getFirst(), ranked.getLast());

        assertThat(loss.text()).startsWith("same score, decided by the hash");
        assertThat(loss.reason()).isEqualTo(network.millrace.protocol.market.v1.LossReason.TIE_BROKEN);
    }

    @Test
    void badPartsAreRefused() {
        assertThatThrownBy(() -> new Merits(1_000_001, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Weights(0, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> candidate("ada", 0, AVERAGE)).isInstanceOf(IllegalArgumentException.class);
    }

    @RepeatedTest(30)
    void theOrderOfBidsDoesNotMatter() {
        List<Candidate> candidates = candidates(seed);
        var shuffled = new ArrayList<>(candidates);
        Collections.shuffle(shuffled, new Random(seed.nextLong()));

        assertThat(Auction.rank(order, BLOCK, WEIGHTS, shuffled))
                .isEqualTo(Auction.rank(order, BLOCK, WEIGHTS, candidates));
    }

    @RepeatedTest(30)
    void askingForLessNeverCostsARank() {
        List<Candidate> candidates = candidates(seed);
        int at = seed.below(candidates.size());
        Candidate before = candidates.get(at);
        int rankBefore = rankOf(before.provider(), Auction.rank(order, BLOCK, WEIGHTS, candidates));

        long price = before.price().scaled().divide(Price.SCALE).longValueExact();
        var cheaper = new Candidate(
                before.provider(), Price.ofWhole(Denom.UUSD, 1 + seed.below((int) price)), before.merits());
        var changed = new ArrayList<>(candidates);
        changed.set(at, cheaper);

        assertThat(rankOf(before.provider(), Auction.rank(order, BLOCK, WEIGHTS, changed)))
                .isLessThanOrEqualTo(rankBefore);
    }

    @RepeatedTest(30)
    void whoIsBetterInEverythingWins() {
        List<Candidate> candidates = new ArrayList<>(candidates(seed));
        candidates.add(candidate("best", 1, new Merits(1_000_000, 1_000_000, 1_000_000)));

        List<Ranked> ranked = Auction.rank(order, BLOCK, WEIGHTS, candidates);

        assertThat(ranked.getFirst().scorePpm()).isEqualTo(1_000_000);
        assertThat(ranked).extracting(Ranked::scorePpm).isSortedAccordingTo(Collections.reverseOrder());
    }

    private static List<Candidate> candidates(Seed seed) {
        var candidates = new ArrayList<Candidate>();
        for (int i = 0; i <= seed.below(20); i++) {
            // Few values, so that ties happen.
            Merits merits = new Merits(seed.below(3) * 500_000L, seed.below(3) * 500_000L, seed.below(3) * 500_000L);
            candidates.add(candidate("provider-" + i, 2 + seed.below(20), merits));
        }
        return candidates;
    }

    private List<Ranked> rank(Candidate... candidates) {
        return Auction.rank(order, BLOCK, WEIGHTS, List.of(candidates));
    }

    private static int rankOf(Address provider, List<Ranked> ranked) {
        return names(ranked).indexOf(provider);
    }

    private static List<Address> names(List<Ranked> ranked) {
        return ranked.stream().map(each -> each.candidate().provider()).toList();
    }

    private static Candidate candidate(String name, long price, Merits merits) {
        return new Candidate(address(name), Price.ofWhole(Denom.UUSD, price), merits);
    }

    private static Address address(String name) {
        return Person.called(name).address();
    }
}
