package network.millrace.proof.sampling.quorum;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import network.millrace.protocol.crypto.Hash;

/**
 * The votes for the result of one task; immutable. The value of a group of equal results is the product of its weights, the
 * total is 1 and the sum of all groups, and a result is accepted once <b>group × trust &gt; total × (trust - 1)</b>; for a
 * result nobody opposes that is: product of weights &gt; trust - 1.
 *
 * <p>Source: iExec PoCo, score policy 1, where the confidence of an accepted result is 1 - 1 / trust, if each worker is wrong
 * independently. Owners of many workers are not independent: hence {@link WeightCap} and one vote an operator.
 */
public final class Quorum {
    /** So many votes for one task; when they do not suffice, the task has no result. */
    public static final int VOTES_MAX = 64;

    /** With less, two results could be accepted at once. */
    public static final long TRUST_MIN = 2;

    /** The greatest trust that can be asked for. */
    public static final long TRUST_MAX = 1_000_000_000;

    private final long trust;
    private final List<Vote> votes;

    private Quorum(long trust, List<Vote> votes) {
        this.trust = requireTrust(trust);
        this.votes = List.copyOf(votes);
    }

    /** A quorum without votes. */
    public static Quorum of(long trust) {
        return new Quorum(trust, List.of());
    }

    /** This and one vote more. */
    public Quorum with(Vote vote) {
        if (votes.size() == VOTES_MAX) {
            throw new IllegalArgumentException("a task has at most " + VOTES_MAX + " votes");
        }
        for (Vote other : votes) {
            if (other.worker().equals(vote.worker()) || other.operator().equals(vote.operator())) {
                throw new IllegalArgumentException("an operator votes once for a task; " + vote.operator() + " has");
            }
        }
        List<Vote> more = new ArrayList<>(votes);
        more.add(vote);
        return new Quorum(trust, more);
    }

    public List<Vote> votes() {
        return votes;
    }

    /** The result that outweighs all others and the doubt that is left; there is never more than one. */
    public Optional<Hash> consensus() {
        TreeMap<Hash, BigInteger> groups = new TreeMap<>();
        votes.forEach(vote -> groups.merge(vote.result(), BigInteger.valueOf(vote.weight()), BigInteger::multiply));
        BigInteger total = groups.values().stream().reduce(BigInteger.ONE, BigInteger::add);
        BigInteger least = total.multiply(BigInteger.valueOf(trust - 1));
        return groups.entrySet().stream()
                .filter(group ->
                        group.getValue().multiply(BigInteger.valueOf(trust)).compareTo(least) > 0)
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    /** How many workers of equal weight that agree are accepted when nobody opposes them. */
    public static int unopposed(long trust, long weight) {
        requireTrust(trust);
        if (weight < Vote.WEIGHT_MIN) {
            throw new IllegalArgumentException("a vote weighs at least " + Vote.WEIGHT_MIN + "; this weighs " + weight);
        }
        int workers = 1;
        BigInteger product = BigInteger.valueOf(weight);
        while (product.compareTo(BigInteger.valueOf(trust - 1)) <= 0) {
            product = product.multiply(BigInteger.valueOf(weight));
            workers++;
        }
        return workers;
    }

    static long requireTrust(long trust) {
        if (trust < TRUST_MIN || trust > TRUST_MAX) {
            throw new IllegalArgumentException(
                    "a trust is from " + TRUST_MIN + " to " + TRUST_MAX + "; this is " + trust);
        }
        return trust;
    }
}
