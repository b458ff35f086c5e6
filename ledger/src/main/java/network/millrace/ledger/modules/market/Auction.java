package network.millrace.ledger.modules.market;

import com.google.protobuf.ByteString;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.money.Price;

/**
 * Which bid wins. Pure: the same order, bids, weights and block give the same ranking everywhere.
 *
 * <p>A score is the weighted mean of four parts, each from 0 to 1,000,000: the lowest price of all bids divided by this
 * one's, how well the hardware fits, whether the place is known, and the provider's reputation. The price counts in
 * proportion to the cheapest offer, not to the tenant's ceiling, so that a generous ceiling does not drown it. Equal
 * scores are ordered by SHA-256(order, provider, block), which nobody can aim at when bidding.
 */
final class Auction {
    static final long FULL_PPM = 1_000_000;

    private static final BigInteger FULL = BigInteger.valueOf(FULL_PPM);

    /** Parts of the score, in any unit; at least one is above 0. */
    record Weights(long price, long hardware, long place, long reliability) {
        Weights {
            if (price < 0
                    || hardware < 0
                    || place < 0
                    || reliability < 0
                    || price + hardware + place + reliability == 0) {
                throw new IllegalArgumentException("weights are not negative and not all zero");
            }
        }

        long sum() {
            return price + hardware + place + reliability;
        }
    }

    /** What is known of a bidder beside the price, each from 0 to 1,000,000. */
    record Merits(long hardwarePpm, long placePpm, long reliabilityPpm) {
        Merits {
            if (!isPart(hardwarePpm) || !isPart(placePpm) || !isPart(reliabilityPpm)) {
                throw new IllegalArgumentException("a part of a score is from 0 to 1,000,000");
            }
        }

        private static boolean isPart(long ppm) {
            return ppm >= 0 && ppm <= FULL_PPM;
        }
    }

    /** A bid that may win; its price is above zero. */
    record Candidate(Address provider, Price price, Merits merits) {
        Candidate {
            if (price.isZero()) {
                throw new IllegalArgumentException("a bid's price is above zero");
            }
        }
    }

    /** A candidate with its score. The list it stands in is ordered, best first. */
    record Ranked(Candidate candidate, long pricePpm, int scorePpm) {}

    private Auction() {}

    /** All candidates, best first. Their prices are of one denomination. */
    static List<Ranked> rank(OrderId order, ByteString block, Weights weights, List<Candidate> candidates) {
        BigInteger lowest = candidates.stream()
                .map(candidate -> candidate.price().scaled())
                .reduce(BigInteger::min)
                .orElse(BigInteger.ONE);
        Comparator<Ranked> bestFirst = Comparator.comparingInt(Ranked::scorePpm)
                .reversed()
                .thenComparing(ranked -> tieHash(order, ranked.candidate().provider(), block));
        return candidates.stream()
                .map(candidate -> score(candidate, lowest, weights))
                .sorted(bestFirst)
                .toList();
    }

    /** The score of one whose price is the lowest. */
    static int scoreAtLowestPrice(Merits merits, Weights weights) {
        return score(FULL_PPM, merits, weights);
    }

    private static Ranked score(Candidate candidate, BigInteger lowest, Weights weights) {
        long pricePpm = lowest.multiply(FULL).divide(candidate.price().scaled()).longValueExact();
        return new Ranked(candidate, pricePpm, score(pricePpm, candidate.merits(), weights));
    }

    private static int score(long pricePpm, Merits merits, Weights weights) {
        long sum = pricePpm * weights.price()
                + merits.hardwarePpm() * weights.hardware()
                + merits.placePpm() * weights.place()
                + merits.reliabilityPpm() * weights.reliability();
        return Math.toIntExact(sum / weights.sum());
    }

    /** Lower wins. */
    private static Hash tieHash(OrderId order, Address provider, ByteString block) {
        return Hash.sha256(order.toString().getBytes(StandardCharsets.UTF_8), provider.bytes(), block.toByteArray());
    }
}
