package network.millrace.proof.sampling.economics;

import network.millrace.proof.sampling.draw.Draws;

/**
 * A provider's record in one class of jobs: how many audits it has passed in a row.
 *
 * <p>Source: BOINC's adaptive replication. There a job of a host with fewer than 10 consecutive valid results is always
 * replicated, later with probability 1 / n, and a replicated job found invalid sets n to 0. Here the rate has a least value
 * that stake and price demand, because a host at BOINC that cheats after ten good jobs loses only credit. Only audited claims
 * count, so that n grows with the square root of the jobs done, and a job's class should hold its price band: otherwise a
 * record is earned with small jobs and spent on a large one.
 */
public record AuditRecord(long passes) {
    /** Of somebody new, or found out. */
    public static final AuditRecord NONE = new AuditRecord(0);

    /** Counting ends here; the rate has long been at its least. */
    public static final long PASSES_MAX = 1_000_000;

    public AuditRecord {
        if (passes < 0 || passes > PASSES_MAX) {
            throw new IllegalArgumentException("passes are from 0 to " + PASSES_MAX + "; these are " + passes);
        }
    }

    public AuditRecord afterPass() {
        return passes == PASSES_MAX ? this : new AuditRecord(passes + 1);
    }

    public AuditRecord afterFailure() {
        return NONE;
    }

    /**
     * p = max(p_min, 1 / n), and 1 for a newcomer.
     *
     * @param leastPpm p_min as {@link JobTerms#leastRatePpm} gives it for this job
     */
    public Fraction rate(RatePolicy policy, int leastPpm) {
        Fraction least = Fraction.requireShare("the least rate", Fraction.ofPpm(Math.max(leastPpm, policy.floorPpm())));
        if (passes < policy.newcomerAudits()) {
            return Fraction.ONE;
        }
        return least.max(Fraction.of(1, passes));
    }

    /** Whether chance says that a claim with this rate is audited. */
    public static boolean isDrawn(Draws draws, Fraction rate) {
        Fraction.requireShare("a rate", rate);
        return draws.below(rate.denominator().longValueExact())
                < rate.numerator().longValueExact();
    }
}
