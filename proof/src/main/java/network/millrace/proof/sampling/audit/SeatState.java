package network.millrace.proof.sampling.audit;

import network.millrace.proof.sampling.audit.Finding.Agrees;
import network.millrace.proof.sampling.audit.Finding.DoubtedLate;
import network.millrace.proof.sampling.audit.Finding.Doubts;
import network.millrace.proof.sampling.audit.Finding.Silent;
import network.millrace.proof.sampling.audit.Finding.Unopened;
import network.millrace.protocol.crypto.Hash;

/** What a seat has done so far. */
sealed interface SeatState {
    record Called() implements SeatState {}

    record Missed() implements SeatState {}

    record Committed(Hash commitment) implements SeatState {}

    record Revealed(Opening opening) implements SeatState {}

    record ShownLate() implements SeatState {}

    /** What it comes to when the audit ends now. */
    default Finding finding() {
        return switch (this) {
            case Called _, Missed _ -> new Silent();
            case Committed _ -> new Unopened();
            case ShownLate _ -> new DoubtedLate();
            case Revealed revealed ->
                revealed.opening().agrees()
                        ? new Agrees()
                        : new Doubts(revealed.opening().falseStep());
        };
    }
}
