package network.millrace.proof.dispute;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import network.millrace.proof.RefusedException;
import network.millrace.proof.dispute.Event.Said;
import network.millrace.proof.dispute.FaultyRunner.Cheat;
import network.millrace.proof.dispute.State.Open;
import network.millrace.proof.program.Operation;
import network.millrace.proof.tensor.Tensor;
import network.millrace.protocol.crypto.Hash;

/**
 * Any bytes taken for a move, an opening, or a dispute with a move in it: refused with a sentence, or the one encoding of what
 * they say; and whatever is said in whatever dispute, the state machine answers.
 */
public final class DisputeFuzz {
    private static final Work WORK = Work.training(40, 17);
    private static final Hash JOB = WORK.job().id();
    private static final int LENGTH = Short.BYTES;

    private DisputeFuzz() {}

    /** Jazzer calls this by its name. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        ByteString message = ByteString.copyFrom(bytes, 1, bytes.length - 1);
        try {
            switch (bytes[0] & 3) {
                case 0 -> requireOnly(message, MoveEncoding.write(MoveEncoding.read(message)));
                case 1 -> requireOnly(message, Opening.read(message).write());
                default -> play(message);
            }
        } catch (RefusedException refused) {
            require(!refused.getMessage().isBlank(), "a refusal has a sentence");
        }
    }

    /** Two bytes of length, a dispute, a move. */
    private static void play(ByteString message) {
        if (message.size() < LENGTH) {
            return;
        }
        int length =
                Math.min(message.size() - LENGTH, message.asReadOnlyByteBuffer().getShort() & 0xffff);
        ByteString dispute = message.substring(LENGTH, LENGTH + length);
        State state = StateEncoding.read(dispute, WORK.job(), JOB);
        requireOnly(dispute, StateEncoding.write(state, JOB));
        if (state instanceof Open open) {
            Move move = MoveEncoding.read(message.substring(LENGTH + length));
            Said said = new Said(open.turn(), move, open.clocks().turnSince());
            State next = Disputes.step(open, said).state();
            ByteString written = StateEncoding.write(next, JOB);
            require(
                    StateEncoding.read(written, WORK.job(), JOB).equals(next),
                    "a dispute that was played on comes back");
        }
    }

    private static void requireOnly(ByteString message, ByteString again) {
        require(message.equals(again), "a message has one encoding");
    }

    private static void require(boolean holds, String law) {
        if (!holds) {
            throw new IllegalStateException("broken: " + law);
        }
    }

    /** All messages of a few disputes. */
    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(tagged(1, new Opening.OfRun(JOB, JOB).write()));
        seeds.add(tagged(1, new Opening.OfStep(JOB, 3, JOB, JOB).write()));
        Player honest = new Challenger(WORK.honest());
        for (String operator : List.of("MatMul", "Transpose", "ReduceSum", "end")) {
            Spoilt run = new Spoilt(operator);
            Player defender = new Defender(WORK.faulty(run));
            State state = WORK.dispute(WORK.faulty(run));
            while (state instanceof Open open) {
                Move move = (open.turn() == Role.DEFENDER ? defender : honest).answer(open);
                ByteString bytes = MoveEncoding.write(move);
                ByteString dispute = StateEncoding.write(open, JOB);
                seeds.add(tagged(0, bytes));
                ByteBuffer length = ByteBuffer.allocate(LENGTH).putShort((short) dispute.size());
                seeds.add(tagged(
                        2, ByteString.copyFrom(length.flip()).concat(dispute).concat(bytes)));
                state = Disputes.step(
                                open, new Said(open.turn(), move, open.clocks().turnSince()))
                        .state();
            }
        }
        return seeds;
    }

    private static byte[] tagged(int kind, ByteString message) {
        return ByteString.copyFrom(new byte[] {(byte) kind}).concat(message).toByteArray();
    }

    /** Spoils step 23 at one operator, or at its end. */
    private record Spoilt(String operator) implements Cheat {
        @Override
        public void computed(long step, Operation operation, List<Tensor> outputs) {
            if (step == 23 && operation.operator().name().equals(operator)) {
                FaultyRunner.spoil(outputs.getFirst(), 0);
            }
        }

        @Override
        public void ended(long step, List<Tensor> outputs) {
            if (step == 23 && operator.equals("end")) {
                FaultyRunner.spoil(outputs.getFirst(), 0);
            }
        }
    }
}
