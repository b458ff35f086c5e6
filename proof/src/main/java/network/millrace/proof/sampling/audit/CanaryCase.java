package network.millrace.proof.sampling.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import network.millrace.proof.sampling.audit.Finding.Agrees;
import network.millrace.proof.sampling.audit.Finding.DoubtedLate;
import network.millrace.proof.sampling.audit.Finding.Doubts;
import network.millrace.proof.sampling.audit.Finding.Silent;
import network.millrace.proof.sampling.audit.Finding.Unopened;
import network.millrace.protocol.address.Address;

/**
 * Judges a closed audit of what its requester has opened as a canary.
 *
 * <p>The requester's word is not taken for it, or it could frame auditors: an auditor charged with having agreed to a
 * planted step, or with hiding what it found, may defend that step in a dispute, as a provider would, and one that doubts a step the requester did not name
 * may dispute it. Whoever does not defend itself in time has fallen silent.
 */
public final class CanaryCase {
    private final List<Report> reports;
    private final Canary canary;
    private final List<Conflict> conflicts;

    public CanaryCase(List<Report> reports, Canary canary) {
        this.reports = List.copyOf(reports);
        this.canary = canary;
        this.conflicts = conflicts(this.reports, canary);
    }

    /**
     * What has to be disputed, in the order of the seats; each by itself. An auditor that agreed defends its step against
     * the requester; one that doubted accuses, and the requester defends.
     */
    public List<Conflict> conflicts() {
        return conflicts;
    }

    /** What it comes to; one verdict for each conflict. */
    public Ruling ruling(List<Verdict> verdicts) {
        if (verdicts.size() != conflicts.size()) {
            throw new IllegalArgumentException(
                    "there are " + conflicts.size() + " conflicts, and " + verdicts.size() + " verdicts");
        }
        TreeMap<Address, AuditorFate> fates = new TreeMap<>();
        boolean isTrue = true;
        int conflict = 0;
        for (Report report : reports) {
            if (step(report, canary) == Opening.NONE) {
                fates.put(report.seat().auditor(), undisputed(report.finding()));
                continue;
            }
            Verdict verdict = verdicts.get(conflict++);
            boolean isCharge = !(report.finding() instanceof Doubts);
            AuditorFate charged = verdict.isAgainstDefender() ? AuditorFate.NEGLIGENT : undisputed(report.finding());
            fates.put(report.seat().auditor(), isCharge ? charged : AuditorFate.ofAccuser(verdict));
            isTrue &= isCharge == verdict.isAgainstDefender();
        }
        return new Ruling(isTrue ? ClaimFate.CANARY : ClaimFate.FALSE_CANARY, fates);
    }

    private static List<Conflict> conflicts(List<Report> reports, Canary canary) {
        List<Conflict> conflicts = new ArrayList<>();
        for (Report report : reports) {
            long step = step(report, canary);
            if (step != Opening.NONE) {
                conflicts.add(new Conflict(report.seat().auditor(), step));
            }
        }
        return List.copyOf(conflicts);
    }

    /** The step on which the seat and the requester differ, or none. */
    private static long step(Report report, Canary canary) {
        return switch (report.finding()) {
            case Silent _, DoubtedLate _ -> Opening.NONE;
            case Agrees _, Unopened _ ->
                report.seat().sample().stream()
                        .filter(canary.planted()::contains)
                        .findFirst()
                        .orElse(Opening.NONE);
            case Doubts doubts -> canary.planted().contains(doubts.step()) ? Opening.NONE : doubts.step();
        };
    }

    private static AuditorFate undisputed(Finding finding) {
        return switch (finding) {
            case Silent _, Unopened _, DoubtedLate _ -> AuditorFate.MISSED;
            case Agrees _, Doubts _ -> AuditorFate.RIGHT;
        };
    }
}
