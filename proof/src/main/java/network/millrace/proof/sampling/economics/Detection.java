package network.millrace.proof.sampling.economics;

import network.millrace.proof.sampling.draw.SampleSize;

/**
 * How surely an audit sees a cheat. Exact; the derivations are short and stand here.
 *
 * <p>One of k steps drawn from T is honest with chance 1 - f when a share f is faked, so that all k are with chance
 * (1 - f)^k; without replacement it is C(T - m, k) / C(T, k) for m = f T faked steps, which is never greater. So
 * {@link #ofShare} is a safe lower bound, and what the rules use.
 */
public final class Detection {
    private Detection() {}

    /** d = 1 - (1 - f)^k: the chance that k drawn steps hold a faked one, when a share f of all is. */
    public static Fraction ofShare(Fraction faked, int drawn) {
        Fraction.requireShare("the share of faked steps", faked);
        requireDrawn(drawn);
        return faked.complement().power(drawn).complement();
    }

    /** 1 - C(T - m, k) / C(T, k): the same chance when m of T steps are faked and no step is drawn twice. */
    public static Fraction ofSteps(long steps, long faked, int drawn) {
        requireDrawn(drawn);
        if (steps < 1 || faked < 0 || faked > steps) {
            throw new IllegalArgumentException("of " + steps + " steps " + faked + " cannot be faked");
        }
        if (drawn > steps - faked) {
            return faked == 0 ? Fraction.ZERO : Fraction.ONE;
        }
        Fraction missed = Fraction.ONE;
        for (int draw = 0; draw < drawn; draw++) {
            missed = missed.times(Fraction.of(steps - faked - draw, steps - draw));
        }
        return missed.complement();
    }

    /**
     * D = 1 - (q + (1 - q)(1 - d))^m: the chance that at least one of m auditors reports the cheat, when each colludes with
     * the provider with chance q and sees the cheat with chance d, drawing steps of its own. For one auditor D = d (1 - q).
     * Auditors are of distinct operators and drawn without replacement, so that all collude with a chance of q^m at most.
     */
    public static Fraction byPanel(Fraction seen, Fraction colluding, int auditors) {
        Fraction.requireShare("the chance of detection", seen);
        Fraction.requireShare("the share that colludes", colluding);
        if (auditors < 1 || auditors > 64) {
            throw new IllegalArgumentException("a panel has from 1 to 64 auditors; not " + auditors);
        }
        Fraction silent = colluding.plus(colluding.complement().times(seen.complement()));
        return silent.power(auditors).complement();
    }

    private static void requireDrawn(int drawn) {
        if (drawn < 0 || drawn > SampleSize.DRAWN_MAX) {
            throw new IllegalArgumentException(
                    "steps drawn are from 0 to " + SampleSize.DRAWN_MAX + "; these are " + drawn);
        }
    }
}
