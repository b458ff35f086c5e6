package network.millrace.ledger.modules.escrow;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Divides the last money of an account among its streams.
 *
 * <p>Together the streams have earned a little more than there is, less than the total rate times one millisecond. Every
 * stream gives up its part of the excess in proportion to its rate; what each may then claim is a fraction. Whole
 * micro-units are given first, and the few left over go to the largest fractions (the largest remainder method), the
 * earlier stream first among equals. So every micro-unit is given away and none is made.
 */
final class Shares {
    /** What a stream has earned and not been paid, as a numerator over {@link Accrual#unit}, and its rate. */
    record Claim(BigInteger earned, BigInteger rate) {}

    private Shares() {}

    /**
     * @param available whole micro-units to give away
     * @return whole micro-units for each claim, in the same order; their sum is {@code available}
     */
    static List<BigInteger> split(BigInteger available, List<Claim> claims, BigInteger unit) {
        BigInteger totalRate = claims.stream().map(Claim::rate).reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger totalEarned = claims.stream().map(Claim::earned).reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger excess = totalEarned.subtract(available.multiply(unit));
        if (excess.signum() < 0) {
            throw new IllegalStateException("streams have earned " + totalEarned + " / " + unit
                    + " of an account that holds more for them: " + available);
        }
        BigInteger denominator = unit.multiply(totalRate);
        var whole = new ArrayList<BigInteger>(claims.size());
        var fractions = new ArrayList<BigInteger>(claims.size());
        BigInteger left = available;
        for (Claim claim : claims) {
            BigInteger due = claim.earned().multiply(totalRate).subtract(excess.multiply(claim.rate()));
            if (due.signum() < 0) {
                throw new IllegalStateException("a stream would give up more than it earned: " + claim);
            }
            BigInteger[] parts = due.divideAndRemainder(denominator);
            whole.add(parts[0]);
            fractions.add(parts[1]);
            left = left.subtract(parts[0]);
        }
        giveToLargestFractions(left, whole, fractions);
        return List.copyOf(whole);
    }

    private static void giveToLargestFractions(BigInteger left, List<BigInteger> whole, List<BigInteger> fractions) {
        if (left.signum() < 0 || left.compareTo(BigInteger.valueOf(whole.size())) > 0) {
            throw new IllegalStateException(left + " micro-units are left over for " + whole.size() + " streams");
        }
        IntStream.range(0, whole.size())
                .boxed()
                .sorted(Comparator.comparing((Integer at) -> fractions.get(at)).reversed())
                .limit(left.longValueExact())
                .forEach(at -> whole.set(at, whole.get(at).add(BigInteger.ONE)));
    }
}
