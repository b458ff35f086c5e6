package network.millrace.proof.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import network.millrace.proof.commitment.Batches;
import network.millrace.proof.commitment.Checkpoint;
import network.millrace.proof.commitment.Job;
import network.millrace.proof.commitment.Run;
import network.millrace.proof.commitment.StepRunner;
import network.millrace.proof.dispute.Event.Said;
import network.millrace.proof.dispute.FaultyRunner.Cheat;
import network.millrace.proof.dispute.State.Open;
import network.millrace.proof.dispute.Table.Side;
import network.millrace.proof.dispute.Verdict.Reason;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.operators.TileRule;
import network.millrace.proof.program.Operation;
import network.millrace.proof.tensor.Tensor;
import network.millrace.protocol.crypto.Hash;
import org.junit.jupiter.api.Test;

/** Each kind of cheat loses to an honest side, and the place is named. */
class CheatsTest {
    private static final int STEPS = 6;
    private static final long FAULT = 4;

    private final Work work = Work.training(STEPS, 1);
    private final Run honest = work.honest();

    @Test
    void oneFlippedBitInOneTileIsFoundInTheTileAndTheLink() {
        int product = operation("MatMul");
        Run faulty = work.faulty(new Cheat() {
            @Override
            public void computed(long step, Operation operation, List<Tensor> outputs) {
                if (step == FAULT && operation.index() == product) {
                    FaultyRunner.spoil(outputs.getFirst(), 65 * 70 + 66);
                }
            }
        });

        Verdict verdict = challenged(faulty);

        assertThat(verdict.winner()).isEqualTo(Role.CHALLENGER);
        assertThat(verdict.reason()).isEqualTo(Reason.LINK_WRONG);
        // The defender's own chain shows the right states, so only the last link, of k from 128 on, can be wrong.
        assertThat(verdict.place()).isEqualTo(new Place(FAULT, product, "MatMul", 0, 3, Place.UNKNOWN, 2));
        assertThat(verdict.figures().operations()).isPositive().isLessThanOrEqualTo(TileRule.COST_MAX);
        assertThat(verdict.figures().openedBytes()).isPositive().isLessThanOrEqualTo(TileRule.BYTES_MAX);
    }

    @Test
    void fakedStepIsFoundAsAnOutputThatNoOperationGave() {
        Run faulty = work.faulty(new Cheat() {
            @Override
            public void ended(long step, List<Tensor> outputs) {
                if (step == FAULT) {
                    FaultyRunner.spoil(outputs.getFirst(), 5);
                }
            }
        });

        Verdict verdict = challenged(faulty);

        assertThat(verdict.reason()).isEqualTo(Reason.OUTPUT_WRONG);
        assertThat(verdict.place().step()).isEqualTo(FAULT);
        assertThat(verdict.place().operator()).isEqualTo("checkpoint");
        assertThat(verdict.place().output()).isZero();
    }

    @Test
    void fakedOperatorIsFound() {
        int softmax = operation("Exp");
        Run faulty = work.faulty(new Cheat() {
            @Override
            public void computed(long step, Operation operation, List<Tensor> outputs) {
                if (operation.index() == softmax) {
                    Arrays.fill(outputs.getFirst().floats(), 1f);
                }
            }
        });

        Verdict verdict = challenged(faulty);

        assertThat(verdict.winner()).isEqualTo(Role.CHALLENGER);
        assertThat(verdict.place().step()).isEqualTo(1);
        assertThat(verdict.place().operation()).isEqualTo(softmax);
        assertThat(verdict.place().operator()).isEqualTo("Exp");
    }

    @Test
    void wrongDataAreFoundWhereTheyAreFirstUsed() {
        Run faulty = work.faulty(new Cheat() {
            @Override
            public void given(long step, List<Tensor> inputs) {
                if (step == FAULT) {
                    FaultyRunner.spoil(inputs.get(1), 3);
                }
            }
        });

        Verdict verdict = challenged(faulty);

        assertThat(verdict.winner()).isEqualTo(Role.CHALLENGER);
        assertThat(verdict.place().step()).isEqualTo(FAULT);
    }

    @Test
    void wrongSeedIsFoundWhereItIsUsed() {
        Run faulty = work.faulty(new Cheat() {
            @Override
            public void given(long step, List<Tensor> inputs) {
                inputs.set(3, Tensor.scalar(78L));
            }
        });

        Verdict verdict = challenged(faulty);

        assertThat(verdict.winner()).isEqualTo(Role.CHALLENGER);
        assertThat(verdict.place().step()).isEqualTo(1);
        assertThat(verdict.place().operator()).isEqualTo("Cast");
    }

    @Test
    void anotherStartIsFoundBeforeTheFirstStep() {
        Tensor other = FaultyRunner.copy(work.state().getFirst());
        FaultyRunner.spoil(other, 0);
        Job job = work.job();
        StepRunner runner = StepRunner.of(new Executor(work.program(), Limits.DEFAULT, Workers.SERIAL));
        Run faulty = Run.of(job, runner, work.batches(), List.of(other), 1);

        Verdict verdict = challenged(faulty);

        assertThat(verdict.winner()).isEqualTo(Role.CHALLENGER);
        assertThat(verdict.reason()).isEqualTo(Reason.START_WRONG);
        assertThat(verdict.place().step()).isZero();
    }

    @Test
    void resultOfAnEarlierJobIsNotEvenARootOfThisOne() {
        Job job = work.job();
        Job earlier = new Job(
                job.hashing(),
                job.program(),
                job.manifest(),
                job.initial(),
                job.seed() + 1,
                job.steps(),
                job.interval());
        StepRunner runner = StepRunner.of(new Executor(work.program(), Limits.DEFAULT, Workers.SERIAL));
        Run old = Run.of(earlier, runner, work.batches(), work.state(), 1);

        Verdict verdict = challenged(old);

        assertThat(verdict.winner()).isEqualTo(Role.CHALLENGER);
        assertThat(verdict.reason()).isEqualTo(Reason.INVALID_MESSAGES);
    }

    /** Whatever part of the job a run was made for differs, its root is none of this job's. */
    @Test
    void runOfAJobThatDiffersInAnyPartIsNotEvenARootOfThisOne() {
        Job job = work.job();
        Work otherGraph = Work.training(STEPS, 1, "Sigmoid");
        Work otherData = work.withBatches(Batches.of(List.of(
                work.batches().batch(1), work.batches().batch(0), work.batches().batch(2))));
        List<Work> others = List.of(
                otherGraph,
                otherData,
                work.withJob(new Job(
                        job.hashing(), job.program(), job.manifest(), job.initial(), 78, STEPS, job.interval())),
                work.withJob(new Job(
                        job.hashing(), job.program(), job.manifest(), job.initial(), 77, STEPS + 1, job.interval())),
                work.withJob(new Job(job.hashing(), job.program(), job.manifest(), job.initial(), 77, STEPS, 2)));

        for (Work other : others) {
            Verdict verdict = challenged(other.honest());

            assertThat(other.job().id()).isNotEqualTo(job.id());
            assertThat(verdict.winner()).isEqualTo(Role.CHALLENGER);
            assertThat(verdict.reason()).isEqualTo(Reason.INVALID_MESSAGES);
        }
    }

    /** The cheat computes another graph and commits to it as this job's run. */
    @Test
    void wrongGraphIsFoundAtTheOperationThatDiffers() {
        Work other = Work.training(STEPS, 1, "Sigmoid");
        Run faulty = Run.of(work.job(), other.runner(), work.batches(), work.state(), 1);

        Verdict verdict = challenged(faulty);

        assertThat(verdict.winner()).isEqualTo(Role.CHALLENGER);
        assertThat(verdict.reason()).isEqualTo(Reason.LINK_WRONG);
        assertThat(verdict.place().step()).isEqualTo(1);
        assertThat(verdict.place().operation()).isEqualTo(operation("Relu"));
    }

    @Test
    void graphOfAnotherLengthHasNoTraceThatFits() {
        Work other = Work.training(STEPS, 1, "Softplus");
        assertThat(other.program().operations())
                .hasSizeGreaterThan(work.program().operations().size());
        Run faulty = Run.of(work.job(), other.runner(), work.batches(), work.state(), 1);

        Verdict verdict = challenged(faulty);

        assertThat(verdict.winner()).isEqualTo(Role.CHALLENGER);
        assertThat(verdict.reason()).isEqualTo(Reason.INVALID_MESSAGES);
        assertThat(verdict.place().step()).isEqualTo(1);
    }

    /** The data of the manifest cannot be replaced: a tile of other data has no path to the manifest that the job names. */
    @Test
    void wrongDataCannotBeOpenedAsThoseOfTheManifest() {
        Batches other = work.withBatches(Batches.of(List.of(
                        work.batches().batch(2),
                        work.batches().batch(0),
                        work.batches().batch(1))))
                .batches();
        Run faulty = Run.of(work.job(), work.runner(), other, work.state(), 1);

        Verdict verdict = challenged(faulty);

        assertThat(verdict.winner()).isEqualTo(Role.CHALLENGER);
        assertThat(verdict.reason()).isEqualTo(Reason.INVALID_MESSAGES);
        assertThat(verdict.place().step()).isEqualTo(1);
        assertThat(verdict.place().operation()).isNotNegative();
    }

    @Test
    void stepsCopiedFromAnEarlierJobUnderANewRootAreFound() {
        // The cheat computes with the old seed and data in another order, and commits to it as this job's run.
        Batches old = Batches.of(List.of(
                work.batches().batch(1), work.batches().batch(0), work.batches().batch(2)));
        StepRunner runner = StepRunner.of(new Executor(work.program(), Limits.DEFAULT, Workers.SERIAL));
        Run faulty = Run.of(work.job(), runner, old, work.state(), 1);

        Verdict verdict = challenged(faulty);

        assertThat(verdict.winner()).isEqualTo(Role.CHALLENGER);
        assertThat(verdict.place().step()).isEqualTo(1);
    }

    @Test
    void sideThatStallsLosesWhoeverItIs() {
        Open start = (Open) work.dispute(honest);

        Verdict noDefence = new Table(Table.silent(), Table.side(Role.CHALLENGER, new Challenger(honest))).play(start);
        Verdict noDoubt = new Table(Table.side(Role.DEFENDER, new Defender(honest)), Table.silent()).play(start);

        assertThat(noDefence.winner()).isEqualTo(Role.CHALLENGER);
        assertThat(noDefence.reason()).isEqualTo(Reason.TIME);
        assertThat(noDoubt.winner()).isEqualTo(Role.DEFENDER);
        assertThat(noDoubt.reason()).isEqualTo(Reason.TIME);
    }

    @Test
    void challengerWithAFalseRunLosesToAnHonestDefender() {
        int transpose = operation("Transpose");
        Run faulty = work.faulty(new Cheat() {
            @Override
            public void computed(long step, Operation operation, List<Tensor> outputs) {
                if (step == FAULT && operation.index() == transpose) {
                    FaultyRunner.spoil(outputs.getFirst(), 100);
                }
            }
        });

        Verdict verdict = new Table(
                        Table.side(Role.DEFENDER, new Defender(honest)),
                        Table.side(Role.CHALLENGER, new Challenger(faulty)))
                .play(work.dispute(honest));

        assertThat(verdict.winner()).isEqualTo(Role.DEFENDER);
        assertThat(verdict.reason()).isEqualTo(Reason.LINK_RIGHT);
        assertThat(verdict.place().step()).isEqualTo(FAULT);
        assertThat(verdict.place().operation()).isEqualTo(transpose);
        assertThat(verdict.place().element()).isEqualTo(100 % 66 % 64 + 64 * (100 / 66));
    }

    @Test
    void stepBetweenCheckpointsIsFoundToo() {
        Work rarely = Work.training(STEPS, 4);
        Run faulty = rarely.faulty(new Cheat() {
            @Override
            public void computed(long step, Operation operation, List<Tensor> outputs) {
                if (step == 3 && operation.operator().name().equals("Sub")) {
                    FaultyRunner.spoil(outputs.getFirst(), 0);
                }
            }
        });

        Verdict verdict = new Table(
                        Table.side(Role.DEFENDER, new Defender(faulty)),
                        Table.side(Role.CHALLENGER, new Challenger(rarely.honest())))
                .play(rarely.dispute(faulty));

        assertThat(verdict.winner()).isEqualTo(Role.CHALLENGER);
        assertThat(verdict.place().step()).isEqualTo(3);
    }

    @Test
    void auditorOfOneStepEntersAtItsOperations() {
        int relu = operation("Relu");
        Run faulty = work.faulty(new Cheat() {
            @Override
            public void computed(long step, Operation operation, List<Tensor> outputs) {
                if (step == FAULT && operation.index() == relu) {
                    FaultyRunner.spoil(outputs.getFirst(), 66 * 70 - 1);
                }
            }
        });
        List<Tensor> before = List.of(faulty.inputs(FAULT).getFirst());
        StepRunner runner = StepRunner.of(new Executor(work.program(), Limits.DEFAULT, Workers.SERIAL));
        Run auditor = Run.ofStep(work.job(), runner, work.batches(), FAULT, before);
        State dispute = Disputes.ofStep(
                work.job(), FAULT, faulty.tree().leaf(FAULT - 1), faulty.tree().leaf(FAULT), Rules.DEFAULT, 0);

        Verdict verdict = new Table(
                        Table.side(Role.DEFENDER, new Defender(faulty)),
                        Table.side(Role.CHALLENGER, new Challenger(auditor)))
                .play(dispute);

        assertThat(verdict.winner()).isEqualTo(Role.CHALLENGER);
        assertThat(verdict.place()).isEqualTo(new Place(FAULT, relu, "Relu", 0, 3, Place.UNKNOWN, 0));
    }

    /** So that whoever tells of a dispute can show both hashes at every round, elements and ends of chains included. */
    @Test
    void atEveryChoiceBothSidesHaveAHashAndTheFirstThatDiffersIsPicked() {
        TreeSet<String> stages = new TreeSet<>();
        for (String operator : List.of("MatMul", "Transpose", "ReduceSum")) {
            int spoilt = operation(operator);
            Run faulty = work.faulty(new Cheat() {
                @Override
                public void computed(long step, Operation operation, List<Tensor> outputs) {
                    if (step == FAULT && operation.index() == spoilt) {
                        FaultyRunner.spoil(
                                outputs.getFirst(), outputs.getFirst().size() - 1);
                    }
                }
            });
            Challenger challenger = new Challenger(honest);
            Side side = state -> {
                Move.Pick pick = (Move.Pick) challenger.answer(state);
                List<Hash> shown = Shown.in(state).hashes();
                for (int i = 0; i <= pick.index(); i++) {
                    assertThat(shown.get(i).equals(challenger.own(state, i)))
                            .as("%s, choice %d of %d", state.stage(), i, pick.index())
                            .isEqualTo(i < pick.index());
                }
                stages.add(state.stage().getClass().getSimpleName());
                return new Said(Role.CHALLENGER, pick, state.clocks().turnSince() + 1);
            };

            Verdict verdict =
                    new Table(Table.side(Role.DEFENDER, new Defender(faulty)), side).play(work.dispute(faulty));

            assertThat(verdict.winner()).isEqualTo(Role.CHALLENGER);
        }
        assertThat(stages).contains("FindCheckpoint", "FindOperation", "FindTile", "FindElement", "FindLink");
    }

    @Test
    void checkpointsOfASingleStepAreThoseOfTheRun() {
        List<Tensor> outputs = new ArrayList<>(honest.observe(FAULT, (operation, values) -> {}));
        assertThat(Checkpoint.of(Work.HASHING, outputs).root())
                .isEqualTo(honest.tree().leaf(FAULT));
    }

    private Verdict challenged(Run faulty) {
        return new Table(
                        Table.side(Role.DEFENDER, Table.desperate(new Defender(faulty))),
                        Table.side(Role.CHALLENGER, new Challenger(honest)))
                .play(work.dispute(faulty));
    }

    private int operation(String name) {
        return work.program().operations().stream()
                .filter(operation -> operation.operator().name().equals(name))
                .findFirst()
                .orElseThrow()
                .index();
    }
}
