package network.millrace.proof.sampling.economics;

import network.millrace.protocol.money.Amount;

/**
 * What a lost dispute costs, as parameters of the ledger.
 *
 * <p>The loser pays the winner's costs out of its bond; what is slashed beyond goes half to the winner and half to nobody,
 * so that a cheat that challenges itself to save its stake loses half of it. Who only lets the clock run out loses a part,
 * because it may have been an outage.
 *
 * @param pricesLost a provider found false loses so many times the job's price …
 * @param stakeLostPpm … or this part of its stake, whichever is more, but never more than the stake
 * @param timeoutPpm this part of it when the clock ran out
 * @param winnerPpm this part of what is slashed goes to the winner, the rest is burnt
 * @param bondMarginPpm a bond is the costs of a whole dispute and this much more
 */
public record Penalties(long pricesLost, int stakeLostPpm, int timeoutPpm, int winnerPpm, int bondMarginPpm) {
    /** Ten prices or 5 %; half of it for silence; half to the winner; a fifth of margin. */
    public static final Penalties STANDARD = new Penalties(10, 50_000, 500_000, 500_000, 200_000);

    private static final long PRICES_MAX = 10_000;

    public Penalties {
        if (pricesLost < 1 || pricesLost > PRICES_MAX) {
            throw new IllegalArgumentException("prices lost are from 1 to " + PRICES_MAX + "; these are " + pricesLost);
        }
        requirePart("the part of the stake", stakeLostPpm);
        requirePart("the part for a timeout", timeoutPpm);
        requirePart("the winner's part", winnerPpm);
        requirePart("the bond's margin", bondMarginPpm);
        if (winnerPpm == Fraction.MILLION) {
            throw new IllegalArgumentException(
                    "a part of what is slashed is burnt; otherwise who challenges itself loses nothing");
        }
    }

    /** S: what a provider found false loses; rounded down. */
    public Amount slash(Amount price, Amount stake) {
        Amount byStake = stake.share(stakeLostPpm, Fraction.MILLION);
        return price.times(pricesLost).max(byStake).min(stake);
    }

    /** What is slashed when a party let its clock run out; rounded down. */
    public Amount timeoutSlash(Amount price, Amount stake) {
        return slash(price, stake).share(timeoutPpm, Fraction.MILLION);
    }

    /**
     * What a provider loses at least when it is found out: it may fall silent instead of losing a dispute. This is the S of
     * {@link JobTerms}.
     */
    public Amount leastLoss(Amount price, Amount stake) {
        return slash(price, stake).min(timeoutSlash(price, stake));
    }

    /** The winner's part of what was slashed; rounded down, the rest is burnt. */
    public Amount toWinner(Amount slashed) {
        return slashed.share(winnerPpm, Fraction.MILLION);
    }

    /** B: each side's bond, from the fees of a whole dispute and the cost of running one interval again; rounded up. */
    public Amount bond(Amount disputeFees, Amount rerunCost) {
        Amount costs = disputeFees.plus(rerunCost);
        Amount margin = costs.times(bondMarginPpm).plus(Amount.of(Fraction.MILLION - 1));
        return costs.plus(margin.share(1, Fraction.MILLION));
    }

    private static void requirePart(String what, int ppm) {
        if (ppm < 0 || ppm > Fraction.MILLION) {
            throw new IllegalArgumentException(what + " is from 0 to 1,000,000 ppm; this is " + ppm);
        }
    }
}
