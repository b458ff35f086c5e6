package network.millrace.proof.sampling.audit;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import network.millrace.proof.sampling.audit.Finding.Agrees;
import network.millrace.proof.sampling.audit.Finding.DoubtedLate;
import network.millrace.proof.sampling.audit.Finding.Doubts;
import network.millrace.proof.sampling.audit.Finding.Silent;
import network.millrace.proof.sampling.audit.Finding.Unopened;
import network.millrace.protocol.address.Address;

/**
 * Judges a closed audit of an ordinary claim. Accusations are disputed one at a time, in the order of the seats, until one
 * brings the claim down or all have failed; a majority decides nothing.
 *
 * <p>Source: refereed delegation as in Verde (arXiv 2502.19405): one honest party suffices against any number. That
 * agreeing auditors answer for a step of their sample proven wrong is this network's, and follows from determinism: who
 * recomputes that step cannot agree. So does one that hides what it committed to.
 */
public final class ClaimCase {
    private final List<Report> reports;
    private final List<Conflict> accusations;

    public ClaimCase(List<Report> reports) {
        this.reports = List.copyOf(reports);
        this.accusations = reports.stream()
                .filter(report -> report.finding() instanceof Doubts)
                .map(ClaimCase::accusation)
                .toList();
    }

    /** The accusation to be disputed next, when those before it ended like this. */
    public Optional<Conflict> next(List<Verdict> verdicts) {
        if (verdicts.size() > accusations.size()) {
            throw new IllegalArgumentException(
                    "there are " + accusations.size() + " accusations, and " + verdicts.size() + " verdicts");
        }
        return verdicts.size() == accusations.size() || verdicts.stream().anyMatch(Verdict::isAgainstDefender)
                ? Optional.empty()
                : Optional.of(accusations.get(verdicts.size()));
    }

    /** What it comes to, once there is nothing left to dispute. */
    public Ruling ruling(List<Verdict> verdicts) {
        if (next(verdicts).isPresent()) {
            throw new IllegalStateException("accusation " + verdicts.size() + " has not been disputed yet");
        }
        long proven = proven(verdicts);
        TreeMap<Address, AuditorFate> fates = new TreeMap<>();
        int accusation = 0;
        for (Report report : reports) {
            AuditorFate fate =
                    switch (report.finding()) {
                        case Silent _, DoubtedLate _ -> AuditorFate.MISSED;
                        case Unopened _ -> answering(report, proven, AuditorFate.MISSED);
                        case Agrees _ -> answering(report, proven, AuditorFate.RIGHT);
                        case Doubts doubts -> doubter(doubts, proven, accusation++, verdicts);
                    };
            fates.put(report.seat().auditor(), fate);
        }
        return new Ruling(claim(verdicts), fates);
    }

    private ClaimFate claim(List<Verdict> verdicts) {
        if (verdicts.contains(Verdict.STEP_FALSE)) {
            return ClaimFate.FAILED;
        }
        if (verdicts.contains(Verdict.DEFENDER_SILENT)) {
            return ClaimFate.TIMED_OUT;
        }
        boolean isSeen = reports.stream().anyMatch(report -> report.finding() instanceof Agrees);
        return isSeen ? ClaimFate.PASSED : ClaimFate.UNHEARD;
    }

    private static AuditorFate answering(Report report, long proven, AuditorFate otherwise) {
        return report.seat().sample().contains(proven) ? AuditorFate.NEGLIGENT : otherwise;
    }

    private static AuditorFate doubter(Doubts doubts, long proven, int accusation, List<Verdict> verdicts) {
        if (accusation >= verdicts.size()) {
            return doubts.step() == proven ? AuditorFate.RIGHT : AuditorFate.UNDECIDED;
        }
        return AuditorFate.ofAccuser(verdicts.get(accusation));
    }

    /** The step proven wrong, or none; a provider that fell silent proves nothing about the step. */
    private long proven(List<Verdict> verdicts) {
        int place = verdicts.indexOf(Verdict.STEP_FALSE);
        return place < 0 ? Opening.NONE : accusations.get(place).step();
    }

    private static Conflict accusation(Report report) {
        return new Conflict(report.seat().auditor(), ((Doubts) report.finding()).step());
    }
}
