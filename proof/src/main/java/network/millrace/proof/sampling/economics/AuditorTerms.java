package network.millrace.proof.sampling.economics;

import java.math.BigInteger;
import network.millrace.protocol.money.Amount;

/**
 * What an audit is worth to the auditor.
 *
 * @param stake Sv, what an auditor loses that called a canary good
 * @param reward rv, the fee of one audit
 * @param cost cv, what recomputing the sample costs
 */
public record AuditorTerms(Amount stake, Amount reward, Amount cost) {

    /**
     * Whether honest auditing pays better than agreeing to everything: <b>e δ (Sv + rv) &gt; cv</b>, where a share e of
     * audits are canaries and δ is the chance that a canary's wrong steps fall into the auditor's sample.
     *
     * <p>Derivation: honest work earns rv - cv. Agreeing blindly earns rv, and with chance e δ loses the fee and the stake.
     * The answer to the verifier's dilemma (nobody checks when nobody cheats) by planted errors is Truebit's forced errors;
     * its jackpots are replaced by the auditor's own stake.
     */
    public boolean honestyPays(Fraction canaries, Fraction seen) {
        Fraction caught = share(canaries, seen);
        return caught.times(Fraction.of(stake.plus(reward))).compareTo(Fraction.of(cost)) > 0;
    }

    /**
     * The least stake with which {@link #honestyPays}.
     *
     * @throws IllegalArgumentException when there are no canaries, so that no stake helps
     */
    public static Amount leastStake(Amount reward, Amount cost, Fraction canaries, Fraction seen) {
        BigInteger sum = Fraction.of(cost).over(share(canaries, seen)).floor().add(BigInteger.ONE);
        return new Amount(sum.subtract(reward.value()).max(BigInteger.ZERO));
    }

    private static Fraction share(Fraction canaries, Fraction seen) {
        return Fraction.requireShare("the share of canaries", canaries)
                .times(Fraction.requireShare("the chance of seeing one", seen));
    }
}
