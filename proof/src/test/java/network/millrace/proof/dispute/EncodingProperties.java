package network.millrace.proof.dispute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import network.millrace.proof.RefusedException;
import network.millrace.proof.Seed;
import network.millrace.proof.dispute.Event.Said;
import network.millrace.proof.dispute.FaultyRunner.Cheat;
import network.millrace.proof.dispute.State.Decided;
import network.millrace.proof.dispute.State.Open;
import network.millrace.proof.program.Operation;
import network.millrace.proof.tensor.Tensor;
import network.millrace.protocol.crypto.Hash;
import org.junit.jupiter.api.Test;

/** Every move and every state of played disputes comes back as it was; whatever else comes is refused with a sentence. */
class EncodingProperties {
    private static final int GRAPHS = 12;

    private final Random random = Seed.random(EncodingProperties.class);
    private final Lies lies = new Lies(random);

    @Test
    void everyMoveAndStateOfADisputeComesBack() {
        TreeSet<String> seen = new TreeSet<>();
        Work training = Work.training(40, 17);
        for (String operator : List.of("MatMul", "Transpose", "ReduceSum", "Exp")) {
            playOverWire(training, spoiling(23, operator), seen);
        }
        playOverWire(
                training,
                new Cheat() {
                    @Override
                    public void ended(long step, List<Tensor> outputs) {
                        if (step == 20) {
                            FaultyRunner.spoil(outputs.getFirst(), 1);
                        }
                    }
                },
                seen);
        for (int i = 0; i < GRAPHS; i++) {
            playOverWire(Work.random(random), spoiling(1, "Add"), seen);
        }
        assertThat(seen).contains("FindCheckpoint", "OpenBefore", "FindStep", "OpenTrace", "FindOperation", "FindTile");
        assertThat(seen).contains("FindElement", "FindLink", "ProveLink", "FindSlot", "ProveOutput", "Decided");
        assertThat(seen).contains("Reveal", "Pick", "OpenTile");
    }

    /** Found by the fuzzer: whoever keeps a dispute may have been given one with any figures. */
    @Test
    void aDisputeWhoseFiguresAreAtTheirLargestGoesOnAndComesBack() {
        Work work = Work.training(3, 1);
        Open open = (Open) work.dispute(work.honest());
        Figures most = new Figures(
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                Long.MAX_VALUE,
                Integer.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE);
        Open full = new Open(open.job(), open.rules(), open.stage(), open.clocks(), most, 0, 0);
        Hash job = work.job().id();

        for (Move move : List.of(new Defender(work.honest()).answer(full), new Move.Pick(0))) {
            State next = Disputes.step(full, new Said(Role.DEFENDER, move, 1)).state();
            assertThat(StateEncoding.read(StateEncoding.write(next, job), work.job(), job))
                    .isEqualTo(next);
        }
    }

    private static Cheat spoiling(long step, String operator) {
        return new Cheat() {
            @Override
            public void computed(long now, Operation operation, List<Tensor> outputs) {
                if (now == step
                        && operation.operator().name().equals(operator)
                        && outputs.getFirst().size() > 0) {
                    FaultyRunner.spoil(outputs.getFirst(), outputs.getFirst().size() - 1);
                }
            }
        };
    }

    private void playOverWire(Work work, Cheat cheat, NavigableSet<String> seen) {
        Sides runs = new Sides(new Defender(work.faulty(cheat)), new Challenger(work.honest()));
        Hash job = work.job().id();
        State state = work.dispute(work.faulty(cheat));
        while (state instanceof Open open) {
            Player player = open.turn() == Role.DEFENDER ? runs.defender() : runs.challenger();
            Move move = player.answer(open);
            seen.add(move.getClass().getSimpleName());
            seen.add(open.stage().getClass().getSimpleName());
            checkMove(move);
            checkMove(lie(move));
            state = Disputes.step(
                            open, new Said(open.turn(), move, open.clocks().turnSince() + 1))
                    .state();
            checkState(work, job, state);
        }
        seen.add(state.getClass().getSimpleName());
        assertThat(state).isInstanceOf(Decided.class);
    }

    private record Sides(Player defender, Player challenger) {}

    /** A false move that can be sent; numbers below 0 cannot. */
    private Move lie(Move move) {
        while (true) {
            Move lie = lies.about(move);
            try {
                MoveEncoding.read(MoveEncoding.write(lie));
                return lie;
            } catch (IllegalArgumentException notSent) {
                // Too large, or no number of anything: the next one.
            }
        }
    }

    private void checkMove(Move move) {
        ByteString bytes = MoveEncoding.write(move);
        assertThat(MoveEncoding.read(bytes)).isEqualTo(move);
        checkCutAndChanged(bytes, changed -> MoveEncoding.write(MoveEncoding.read(changed)));
    }

    private void checkState(Work work, Hash job, State state) {
        ByteString bytes = StateEncoding.write(state, job);
        assertThat(StateEncoding.read(bytes, work.job(), job)).isEqualTo(state);
        checkCutAndChanged(bytes, changed -> StateEncoding.write(StateEncoding.read(changed, work.job(), job), job));
    }

    private interface Again {
        ByteString write(ByteString bytes);
    }

    /** Cut, or followed by something, it is refused; changed, it is refused or another message with just these bytes. */
    private void checkCutAndChanged(ByteString bytes, Again again) {
        ByteString cut = bytes.substring(0, random.nextInt(bytes.size()));
        assertThatThrownBy(() -> again.write(cut)).isInstanceOf(RefusedException.class);
        ByteString more = bytes.concat(ByteString.copyFrom(new byte[] {0}));
        assertThatThrownBy(() -> again.write(more)).isInstanceOf(RefusedException.class);
        byte[] array = bytes.toByteArray();
        array[random.nextInt(Math.min(array.length, 64))] = (byte) random.nextInt();
        ByteString changed = ByteString.copyFrom(array);
        try {
            assertThat(again.write(changed)).isEqualTo(changed);
        } catch (RefusedException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
