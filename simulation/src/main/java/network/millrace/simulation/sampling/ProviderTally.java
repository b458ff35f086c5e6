package network.millrace.simulation.sampling;

import network.millrace.proof.sampling.audit.ClaimFate;

/** What the providers of one kind did, and what became of it. Money in prices of a job. */
final class ProviderTally {
    private static final double COST = (double) SamplingScheme.STEP_COST / SamplingScheme.STEP_PAYMENT;
    private static final double SLASH = SamplingScheme.PENALTIES.pricesLost();
    private static final double STALLED = SLASH * SamplingScheme.PENALTIES.timeoutPpm() / 1_000_000;

    private long jobs;
    private long faked;
    private long audited;
    private long found;
    private long looks;
    private long sightings;
    private double profit;

    void job(Job job) {
        jobs++;
        faked += job.isWrong() ? 1 : 0;
        profit -= COST * (job.steps() - job.wrong().cardinality()) / job.steps();
    }

    void paid() {
        profit++;
    }

    /**
     * An audit of a faked job.
     *
     * @param honest how many honest auditors found something to say
     * @param seeing how many of them saw a faked step
     */
    void audit(ClaimFate fate, long honest, long seeing) {
        audited++;
        found += isFall(fate) ? 1 : 0;
        looks += honest;
        sightings += seeing;
    }

    void settled(ClaimFate fate) {
        profit += switch (fate) {
            case PASSED, UNHEARD, CANARY, FALSE_CANARY -> 1;
            case FAILED -> -SLASH;
            case TIMED_OUT -> -STALLED;
        };
    }

    static boolean isFall(ClaimFate fate) {
        return fate == ClaimFate.FAILED || fate == ClaimFate.TIMED_OUT;
    }

    long jobs() {
        return jobs;
    }

    long faked() {
        return faked;
    }

    long audited() {
        return audited;
    }

    long found() {
        return found;
    }

    /** Of audited faked jobs, those brought down: with whatever panel chance gave, Byzantine auditors among it. */
    double foundShare() {
        return audited == 0 ? 0 : (double) found / audited;
    }

    /** Of samples that an honest auditor recomputed, the share that held a faked step. */
    double seenShare() {
        return looks == 0 ? 0 : (double) sightings / looks;
    }

    /** What a job brings in the mean. */
    double profit() {
        return jobs == 0 ? 0 : profit / jobs;
    }
}
