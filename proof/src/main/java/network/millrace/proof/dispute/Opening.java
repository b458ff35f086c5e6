package network.millrace.proof.dispute;

import com.google.protobuf.ByteString;
import network.millrace.proof.RefusedException;
import network.millrace.proof.commitment.Job;
import network.millrace.protocol.crypto.Hash;

/** What a challenger says to begin a dispute: which claim about which job it doubts. */
public sealed interface Opening {
    int VERSION = 1;
    /** The longest is that of a step. */
    int BYTES_MAX = 2 + 3 * Hash.BYTES + Long.BYTES;

    /** The id of the job. */
    Hash job();

    /** A whole run, as it was committed to. */
    record OfRun(Hash job, Hash run) implements Opening {}

    /** One step, by an auditor who agrees with the checkpoint before it. */
    record OfStep(Hash job, long step, Hash before, Hash after) implements Opening {}

    /**
     * The dispute that this opens.
     *
     * @throws RefusedException when it is about another job, or a step that the job does not have
     */
    default State begin(Job known, Rules rules, long nowMs) {
        Hash id = known.id();
        if (!id.equals(job())) {
            throw RefusedException.malformed("the dispute is about job " + job() + "; the job here is " + id);
        }
        return switch (this) {
            case OfRun(var ignored, Hash run) -> Disputes.ofRun(known, run, rules, nowMs);
            case OfStep(var ignored, long step, Hash before, Hash after) -> {
                if (step < 1 || step > known.steps()) {
                    throw RefusedException.malformed(
                            "the job has the steps 1 to " + known.steps() + "; the dispute is about step " + step);
                }
                yield Disputes.ofStep(known, step, before, after, rules, nowMs);
            }
        };
    }

    /** As bytes; docs/spec/disputes.md. */
    default ByteString write() {
        WireWriter out = new WireWriter().u8(VERSION);
        switch (this) {
            case OfRun(Hash job, Hash run) -> out.u8(1).hash(job).hash(run);
            case OfStep(Hash job, long step, Hash before, Hash after) ->
                out.u8(2).hash(job).u63(step).hash(before).hash(after);
        }
        return out.written();
    }

    /**
     * The opening that was written.
     *
     * @throws RefusedException when the bytes are anything else
     */
    static Opening read(ByteString bytes) {
        WireReader in = new WireReader(bytes, "an opening", BYTES_MAX);
        in.version(VERSION);
        int kind = in.u8("its kind", 255);
        Opening opening =
                switch (kind) {
                    case 1 -> new OfRun(in.hash("the job"), in.hash("the run"));
                    case 2 ->
                        new OfStep(
                                in.hash("the job"),
                                in.u63("the step", Job.STEPS_MAX),
                                in.hash("the checkpoint before"),
                                in.hash("the checkpoint after"));
                    default -> throw RefusedException.malformed("kinds of openings are 1 and 2; this is " + kind);
                };
        in.end();
        return opening;
    }
}
