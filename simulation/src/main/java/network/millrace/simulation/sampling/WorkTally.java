package network.millrace.simulation.sampling;

import java.util.List;
import network.millrace.proof.sampling.audit.Finding.Silent;
import network.millrace.proof.sampling.audit.Report;
import network.millrace.proof.sampling.economics.Fraction;

/** What the jobs of one length cost, and what checking them did; in steps computed. */
final class WorkTally {
    /** Both sides of a dispute run one step again, with a trace. */
    private static final int STEPS_OF_A_DISPUTE = 2;

    private final int steps;
    private long jobs;
    private long audits;
    private long audited;
    private long canaried;
    private long disputed;
    private double rates;

    WorkTally(int steps) {
        this.steps = steps;
    }

    void job(Fraction rate) {
        jobs++;
        rates += rate.numerator().doubleValue() / rate.denominator().doubleValue();
    }

    void audit(List<Report> reports, int disputes) {
        audits++;
        audited += recomputed(reports);
        disputed += (long) disputes * STEPS_OF_A_DISPUTE;
    }

    /** A canary costs its own computation beside the audit. */
    void canary(List<Report> reports, int disputes) {
        canaried += steps + recomputed(reports);
        disputed += (long) disputes * STEPS_OF_A_DISPUTE;
    }

    int steps() {
        return steps;
    }

    long jobs() {
        return jobs;
    }

    /** The mean rate of audits. */
    double rate() {
        return rates / jobs;
    }

    /** All checking beside the work that is checked: audits, canaries, disputes. */
    double share() {
        return (audited + canaried + disputed) / work();
    }

    double auditShare() {
        return audited / work();
    }

    double canaryShare() {
        return canaried / work();
    }

    /** What one audit recomputes of the job, by all its auditors. */
    double shareOfAnAudit() {
        return audits == 0 ? 0 : (double) audited / audits / steps;
    }

    private double work() {
        return (double) jobs * steps;
    }

    /** Whoever commits is taken to have looked: it is paid as if it had. */
    private static long recomputed(List<Report> reports) {
        return reports.stream()
                .filter(report -> !(report.finding() instanceof Silent))
                .mapToLong(report -> report.seat().sample().size())
                .sum();
    }
}
