package network.millrace.proof.dispute;

import com.google.protobuf.ByteString;
import network.millrace.proof.RefusedException;
import network.millrace.proof.commitment.Job;
import network.millrace.proof.dispute.State.Decided;
import network.millrace.proof.dispute.State.Open;
import network.millrace.protocol.crypto.Hash;

/**
 * Disputes as bytes, so that they can be kept between two messages: one encoding for each, specified in
 * docs/spec/disputes.md. The job is not repeated, only named. What is read is checked as far as it can be without either
 * side's run: places exist, and what was shown hashes to what it is shown of.
 */
public final class StateEncoding {
    /** The longest state: a tile of 32 KiB is shown. */
    public static final int BYTES_MAX = 64 * 1024;

    private static final int VERSION = 1;
    /** Far beyond any clock, and far from where sums overflow. */
    private static final long TIME_MS_MAX = 1L << 60;

    private static final int OPEN = 1;
    private static final int DECIDED = 2;
    private static final String NAME = "a dispute";

    private StateEncoding() {}

    /**
     * A dispute as bytes.
     *
     * @param job the id of the job that it is about
     */
    public static ByteString write(State state, Hash job) {
        WireWriter out = new WireWriter().u8(VERSION);
        switch (state) {
            case Open open -> {
                out.u8(OPEN).hash(job);
                write(open.rules(), out);
                Clocks clocks = open.clocks();
                out.u63(clocks.defenderUsedMs()).u63(clocks.challengerUsedMs()).i64(clocks.turnSince());
                write(open.figures(), out);
                out.u31(open.defenderRefused()).u31(open.challengerRefused());
                new StageWriter(out).write(open.stage());
            }
            case Decided(Verdict verdict) -> {
                out.u8(DECIDED).hash(job);
                out.u8(verdict.winner() == Role.DEFENDER ? 0 : 1)
                        .u8(verdict.reason().code());
                write(verdict.place(), out);
                write(verdict.figures(), out);
            }
        }
        return out.written();
    }

    private static void write(Rules rules, WireWriter out) {
        out.u16(rules.arity()).u63(rules.budgetMs()).u63(rules.moveMs()).u31(rules.refusalsMax());
    }

    private static void write(Figures figures, WireWriter out) {
        out.u31(figures.rounds()).u31(figures.messages()).u63(figures.bytes()).u31(figures.refused());
        out.u63(figures.openedBytes()).u63(figures.operations());
    }

    private static void write(Place place, WireWriter out) {
        out.u63(place.step() + 1).u31(place.operation() + 1).u31(place.output() + 1);
        out.u63(place.tile() + 1).u31(place.element() + 1).u63(place.link() + 1);
    }

    /**
     * The dispute that was written.
     *
     * @param job that it is about
     * @param jobId the job's id, which is costly to compute
     * @throws RefusedException when the bytes are anything else
     */
    public static State read(ByteString bytes, Job job, Hash jobId) {
        WireReader in = new WireReader(bytes, NAME, BYTES_MAX);
        in.version(VERSION);
        int kind = in.u8("its kind", 255);
        Hash about = in.hash("the job");
        if (!about.equals(jobId)) {
            throw RefusedException.malformed("the dispute is about job " + about + "; the job here is " + jobId);
        }
        State state =
                switch (kind) {
                    case OPEN -> readOpen(in, job, jobId);
                    case DECIDED -> new Decided(readVerdict(in, job));
                    default ->
                        throw RefusedException.malformed("a dispute is open or decided; this is of kind " + kind);
                };
        in.end();
        return state;
    }

    private static Open readOpen(WireReader in, Job job, Hash jobId) {
        Rules rules = readRules(in);
        long defenderUsed = in.u63("the defender's time", rules.budgetMs());
        long challengerUsed = in.u63("the challenger's time", rules.budgetMs());
        long since = in.i64("the beginning of the turn");
        if (Math.abs(since) > TIME_MS_MAX || since == Long.MIN_VALUE) {
            throw RefusedException.malformed("the turn began at " + since + " ms, which no clock shows");
        }
        Clocks clocks = new Clocks(defenderUsed, challengerUsed, since);
        Figures figures = readFigures(in);
        int byDefender = in.u31("the defender's refusals", rules.refusalsMax());
        int byChallenger = in.u31("the challenger's refusals", rules.refusalsMax());
        Stage stage = new StageReader(in, job, jobId, rules).read();
        return new Open(job, rules, stage, clocks, figures, byDefender, byChallenger);
    }

    private static Rules readRules(WireReader in) {
        int arity = in.u16("the arity", Rules.ARITY_MAX);
        long budget = in.u63("the budget", Rules.BUDGET_MS_MAX);
        long move = in.u63("the time for a move", budget);
        int refusals = in.u31("the limit of refusals", Integer.MAX_VALUE - 1);
        try {
            return new Rules(arity, budget, move, refusals);
        } catch (IllegalArgumentException noRules) {
            throw RefusedException.malformed("a dispute by no rules: " + noRules.getMessage());
        }
    }

    private static Figures readFigures(WireReader in) {
        return new Figures(
                in.u31("rounds", Integer.MAX_VALUE),
                in.u31("messages", Integer.MAX_VALUE),
                in.u63("bytes", Long.MAX_VALUE),
                in.u31("refused messages", Integer.MAX_VALUE),
                in.u63("opened bytes", Long.MAX_VALUE),
                in.u63("operations", Long.MAX_VALUE));
    }

    private static Verdict readVerdict(WireReader in, Job job) {
        Role winner = in.u8("the winner", 1) == 0 ? Role.DEFENDER : Role.CHALLENGER;
        Verdict.Reason reason = Verdict.Reason.of(in.u8("the reason", 255));
        Place place = readPlace(in, job);
        return new Verdict(winner, reason, place, readFigures(in));
    }

    private static Place readPlace(WireReader in, Job job) {
        long step = in.u63("a step", job.steps() + 1) - 1;
        int operation =
                in.u31("an operation", job.program().program().operations().size() + 1) - 1;
        return new Place(
                step,
                operation,
                operation == Place.UNKNOWN ? "" : Places.name(job, operation),
                in.u31("an output", Integer.MAX_VALUE) - 1,
                in.u63("a tile", Long.MAX_VALUE) - 1,
                in.u31("an element", Integer.MAX_VALUE) - 1,
                in.u63("a link", Long.MAX_VALUE) - 1);
    }
}
