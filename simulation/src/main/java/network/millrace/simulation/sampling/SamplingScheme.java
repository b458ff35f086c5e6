package network.millrace.simulation.sampling;

import java.util.List;
import network.millrace.proof.sampling.audit.Deadlines;
import network.millrace.proof.sampling.draw.SampleSize;
import network.millrace.proof.sampling.economics.Detection;
import network.millrace.proof.sampling.economics.Fraction;
import network.millrace.proof.sampling.economics.JobTerms;
import network.millrace.proof.sampling.economics.Penalties;
import network.millrace.proof.sampling.economics.RatePolicy;
import network.millrace.protocol.money.Amount;

/**
 * The parameters that are played with.
 *
 * @param panel how many audit one claim, and how many stand by
 * @param canaryPpm e, the share of audits that are canaries
 * @param colludingPpm q, the share of auditors that the least rate reckons with
 */
record SamplingScheme(SampleSize size, Panel panel, RatePolicy policy, int canaryPpm, int colludingPpm) {
    /** Two auditors, because one in ten is Byzantine and each alone would miss what it wants to miss. */
    static final SamplingScheme STANDARD =
            new SamplingScheme(SampleSize.STANDARD, new Panel(2, 3), RatePolicy.STANDARD, 50_000, 100_000);

    /** Lengths of the jobs, in steps; each is a class of jobs with a record of its own. */
    static final List<Integer> LENGTHS = List.of(10, 30, 100, 300, 1_000, 3_000, 10_000);

    static final Deadlines DEADLINES = new Deadlines(60_000, 30_000);
    static final Penalties PENALTIES = Penalties.STANDARD;

    /** What one step is paid with, what computing it costs, and what auditors get for it. */
    static final long STEP_PAYMENT = 100;

    static final long STEP_COST = 80;

    /** A provider's stake in prices of its job, of which {@link Penalties} take ten; an auditor's, in fees. */
    static final long PROVIDER_STAKE = 20;

    static final long AUDITOR_STAKE = 25;

    record Panel(int seats, int reserves) {}

    /** p_min of a job so long, for a cheat that fakes all of it. */
    int leastRatePpm(int steps) {
        Amount price = price(steps);
        JobTerms terms = new JobTerms(price, Amount.of(STEP_COST * steps), Amount.ZERO, leastLoss(steps));
        Fraction detection = Detection.byPanel(Fraction.ONE, Fraction.ofPpm(colludingPpm), panel.seats());
        return terms.leastRatePpm(detection).orElseThrow();
    }

    private static Amount price(int steps) {
        return Amount.of(STEP_PAYMENT * steps);
    }

    private static Amount leastLoss(int steps) {
        return PENALTIES.leastLoss(price(steps), price(steps).times(PROVIDER_STAKE));
    }
}
