package network.millrace.proof.sampling.economics;

import java.math.BigInteger;
import java.util.OptionalInt;
import network.millrace.protocol.money.Amount;

/**
 * What a job is worth to whoever computes it.
 *
 * @param payment r, what is paid for it
 * @param honestCost c, what computing it costs
 * @param cheatCost c', what pretending to costs
 * @param slash S, what a provider loses at least that is found out ({@link Penalties#leastLoss}), from stake that no other
 *     open job counts on
 */
public record JobTerms(Amount payment, Amount honestCost, Amount cheatCost, Amount slash) {

    /**
     * The least audit rate, in parts per million, at which honest work pays better: the least p with
     * <b>p D (r + S) &gt; c - c'</b>, where D is the chance that an audit brings a cheat to light (for one auditor
     * d (1 - q)). Empty when no rate does, not even an audit of every job: the stake is too small for the job.
     *
     * <p>Derivation: honest work earns r - c. A cheat earns r - c' when it is not found, and loses S and the payment when it
     * is: r - c' - p D (r + S). Proof of Sampling (arXiv 2405.00295) states the same trade as a Nash equilibrium; its own
     * formula was not at hand. Pocket Network's penalty of threshold / p is the case D = 1, c - c' = threshold.
     *
     * <p>A full cheat with d = 1 is the worst case: who fakes only a share f gains f (c - c') and is seen with chance
     * 1 - (1 - f)^k, which is at least f. So a rate that deters the full cheat deters every part of it.
     */
    public OptionalInt leastRatePpm(Fraction detection) {
        Fraction.requireShare("the chance of detection", detection);
        Fraction gain = Fraction.of(honestCost).minus(Fraction.of(cheatCost));
        if (gain.numerator().signum() < 0) {
            return OptionalInt.of(0);
        }
        Fraction loss = detection.times(Fraction.of(payment).plus(Fraction.of(slash)));
        if (loss.numerator().signum() == 0) {
            return OptionalInt.empty();
        }
        BigInteger parts =
                gain.over(loss).times(Fraction.of(Fraction.MILLION, 1)).floor().add(BigInteger.ONE);
        return parts.compareTo(BigInteger.valueOf(Fraction.MILLION)) > 0
                ? OptionalInt.empty()
                : OptionalInt.of(parts.intValueExact());
    }

    /** Whether honest work pays strictly better at this audit rate. */
    public boolean honestyPays(Fraction rate, Fraction detection) {
        Fraction gain = Fraction.of(honestCost).minus(Fraction.of(cheatCost));
        Fraction loss = rate.times(detection).times(Fraction.of(payment).plus(Fraction.of(slash)));
        return loss.compareTo(gain) > 0;
    }
}
