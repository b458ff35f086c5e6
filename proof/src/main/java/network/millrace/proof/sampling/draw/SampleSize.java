package network.millrace.proof.sampling.draw;

/**
 * How many steps an auditor recomputes: {@code drawn} by chance and, beside them, the first, the last, and at most
 * {@code jumpsMax} at which the loss jumps.
 *
 * <p>The fixed ones come on top and do not take the place of drawn ones, because the provider knows the first and last
 * step beforehand and writes the losses itself: otherwise it could buy blind spots with invented jumps. The limit on jumps
 * keeps it from making audits dear.
 */
public record SampleSize(int drawn, int jumpsMax) {
    /** More steps than this are not drawn for one auditor. */
    public static final int DRAWN_MAX = 4_096;

    /** More jumps than this are not looked at. */
    public static final int JUMPS_MAX = 64;

    /** 46 steps find a cheat that fakes a tenth of all steps in 99 % of audits. */
    public static final SampleSize STANDARD = new SampleSize(46, 2);

    public SampleSize {
        if (drawn < 1 || drawn > DRAWN_MAX) {
            throw new IllegalArgumentException("steps drawn are from 1 to " + DRAWN_MAX + "; these are " + drawn);
        }
        if (jumpsMax < 0 || jumpsMax > JUMPS_MAX) {
            throw new IllegalArgumentException("jumps are at most " + JUMPS_MAX + "; these are " + jumpsMax);
        }
    }

    /** The most steps one auditor recomputes. */
    public int most() {
        return drawn + jumpsMax + 2;
    }
}
