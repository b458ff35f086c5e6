package network.millrace.simulation.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.millrace.proof.sampling.audit.Canary;
import network.millrace.proof.sampling.audit.CanaryCase;
import network.millrace.proof.sampling.audit.ClaimCase;
import network.millrace.proof.sampling.audit.Conflict;
import network.millrace.proof.sampling.audit.Report;
import network.millrace.proof.sampling.audit.Ruling;
import network.millrace.proof.sampling.audit.Verdict;
import network.millrace.simulation.world.Draw;

/**
 * Plays the disputes. Whoever is honest answers and meets a referee that tells the truth; the others sometimes let their
 * clock run out instead.
 */
final class Courtroom {
    /** A ruling and how many disputes it took. */
    record Decided(Ruling ruling, int disputes) {}

    private static final long STALLS_PPM = 500_000;

    private final Population population;
    private final Draw draw;

    Courtroom(Population population, Draw draw) {
        this.population = population;
        this.draw = draw;
    }

    Decided judge(Job job, ProviderKind provider, List<Report> reports) {
        ClaimCase claim = new ClaimCase(reports);
        List<Verdict> verdicts = new ArrayList<>();
        Optional<Conflict> next = claim.next(verdicts);
        while (next.isPresent()) {
            verdicts.add(accusation(job, provider, next.get()));
            next = claim.next(verdicts);
        }
        return new Decided(claim.ruling(verdicts), verdicts.size());
    }

    Decided judge(Job job, Canary opened, List<Report> reports) {
        CanaryCase canary = new CanaryCase(reports, opened);
        List<Verdict> verdicts = canary.conflicts().stream()
                .map(conflict -> conflictOverCanary(job, conflict))
                .toList();
        return new Decided(canary.ruling(verdicts), verdicts.size());
    }

    private Verdict accusation(Job job, ProviderKind provider, Conflict conflict) {
        if (provider == ProviderKind.FAKES_ALL && draw.chance(STALLS_PPM)) {
            return Verdict.DEFENDER_SILENT;
        }
        boolean isGriefer = kind(conflict) == AuditorKind.GRIEFING;
        return isGriefer && draw.chance(STALLS_PPM) ? Verdict.DOUBTER_SILENT : job.referee(conflict.step());
    }

    /** Who did not look has nothing to defend itself with; everybody else goes to the referee. */
    private Verdict conflictOverCanary(Job job, Conflict conflict) {
        AuditorKind kind = kind(conflict);
        return kind == AuditorKind.LAZY || kind == AuditorKind.WAITING
                ? Verdict.DEFENDER_SILENT
                : job.referee(conflict.step());
    }

    private AuditorKind kind(Conflict conflict) {
        return population.auditor(conflict.auditor()).kind();
    }
}
