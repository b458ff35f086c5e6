package network.millrace.simulation.sampling;

import java.util.EnumMap;
import java.util.Map;
import network.millrace.proof.sampling.audit.AuditorFate;

/** What the auditors of one kind did, and what became of it. Money in fees of an audit. */
final class AuditorTally {
    private static final double WORK = (double) SamplingScheme.STEP_COST / SamplingScheme.STEP_PAYMENT;
    /** A bond is the fees of a dispute and a step run again: less than two fees of an audit. */
    private static final double BOND = 2;

    private final AuditorKind kind;
    private final Map<AuditorFate, Long> fates = new EnumMap<>(AuditorFate.class);
    private long calls;
    private double profit;

    AuditorTally(AuditorKind kind) {
        this.kind = kind;
    }

    void call(AuditorFate fate) {
        calls++;
        fates.merge(fate, 1L, Long::sum);
        profit += switch (fate) {
            case RIGHT, UNDECIDED -> 1 - work();
            case MISSED -> 0;
            case NEGLIGENT -> -SamplingScheme.AUDITOR_STAKE - work();
            case FALSE_ACCUSER -> -BOND - work();
            case ABANDONED -> -BOND / 4 - work();
        };
    }

    long calls() {
        return calls;
    }

    long count(AuditorFate fate) {
        return fates.getOrDefault(fate, 0L);
    }

    /** What a call brings in the mean. */
    double profit() {
        return calls == 0 ? 0 : profit / calls;
    }

    private double work() {
        return switch (kind) {
            case HONEST, COLLUDING -> WORK;
            case LAZY, WAITING, COPYING, GRIEFING, OFFLINE -> 0;
        };
    }
}
