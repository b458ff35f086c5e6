package network.millrace.proof.operators;

import java.util.stream.LongStream;
import network.millrace.proof.graph.Attributes;

/** What is emitted about matrices in several places. */
final class Matrices {
    private Matrices() {}

    /** The last two axes exchanged. */
    static Value transpose(Emitter emitter, Value value) {
        int rank = value.type().shape().rank();
        long[] order = LongStream.range(0, rank).toArray();
        order[rank - 2] = rank - 1L;
        order[rank - 1] = rank - 2L;
        return emitter.emit("Transpose", Attributes.NONE.with("perm", order), value);
    }
}
