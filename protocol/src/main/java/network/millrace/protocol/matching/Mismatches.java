package network.millrace.protocol.matching;

import network.millrace.protocol.resources.v1.Mismatch;
import network.millrace.protocol.resources.v1.MismatchCode;

/** Builds reasons. */
final class Mismatches {
    private Mismatches() {}

    static Mismatch of(MismatchCode code, String text) {
        return Mismatch.newBuilder().setCode(code).setText(text).build();
    }
}
