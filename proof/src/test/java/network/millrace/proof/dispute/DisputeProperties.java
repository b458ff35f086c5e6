package network.millrace.proof.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import network.millrace.proof.RefusedException;
import network.millrace.proof.Seed;
import network.millrace.proof.commitment.Batches;
import network.millrace.proof.commitment.InputSource;
import network.millrace.proof.commitment.Run;
import network.millrace.proof.commitment.StepRunner;
import network.millrace.proof.dispute.Event.Said;
import network.millrace.proof.dispute.FaultyRunner.Cheat;
import network.millrace.proof.dispute.Table.Side;
import network.millrace.proof.dispute.Verdict.Reason;
import network.millrace.proof.execute.Executor;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.nodecases.NodeCase;
import network.millrace.proof.nodecases.NodeCases;
import network.millrace.proof.operators.TileRule;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.proof.tensor.TileGrid;
import org.junit.jupiter.api.Test;

/** Whatever is computed, wherever the fault lies and whatever the other side says: who is honest wins. */
class DisputeProperties {
    private static final int GRAPHS = 60;

    private final Random random = Seed.random(DisputeProperties.class);
    private final Lies lies = new Lies(random);

    @Test
    void honestSideWinsOnRandomGraphs() {
        int disputes = 0;
        for (int i = 0; i < GRAPHS; i++) {
            Work work = Work.random(random);
            disputes += check("graph " + i, work, fault(work)) ? 1 : 0;
        }
        // A fault can be lost on the way, as below zero before a Relu; most are not.
        assertThat(disputes).isGreaterThan(GRAPHS / 2);
    }

    /** Runs of another graph, of other data, from another start, all committed to as runs of this job. */
    @Test
    void honestSideWinsAgainstWrongGraphDataAndStart() {
        int disputes = 0;
        for (int i = 0; i < GRAPHS; i++) {
            Work work = Work.random(random);
            for (Run wrong : List.of(wrongGraph(work), wrongData(work), wrongStart(work))) {
                disputes += checkWrong("graph " + i, work, wrong) ? 1 : 0;
            }
        }
        assertThat(disputes).isGreaterThan(GRAPHS);
    }

    private Run wrongGraph(Work work) {
        RandomGraph graph = new RandomGraph(random, work.state().getFirst().shape());
        Program program = Programs.of(graph.graph(), Limits.DEFAULT);
        StepRunner runner = StepRunner.of(new Executor(program, Limits.DEFAULT, Workers.SERIAL));
        return Run.of(work.job(), runner, work.batches(), work.state(), 2);
    }

    private Run wrongData(Work work) {
        TensorType type = work.state().getFirst().tensorType();
        List<List<Tensor>> batches = new ArrayList<>();
        for (long batch = 0; batch < work.batches().count(); batch++) {
            batches.add(
                    random.nextBoolean()
                            ? List.of(Work.random(random, type))
                            : work.batches().batch(batch));
        }
        return Run.of(work.job(), work.runner(), Batches.of(batches), work.state(), 2);
    }

    private Run wrongStart(Work work) {
        Tensor start = FaultyRunner.copy(work.state().getFirst());
        FaultyRunner.spoil(start, random.nextInt(start.size()));
        return Run.of(work.job(), work.runner(), work.batches(), List.of(start), 2);
    }

    private boolean checkWrong(String title, Work work, Run wrong) {
        Run honest = work.honest();
        if (honest.tree().root().equals(wrong.tree().root())) {
            return false;
        }
        Player cheat = Table.desperate(new Defender(wrong));
        Side challenger = Table.side(Role.CHALLENGER, new Challenger(honest));
        Verdict caught = new Table(Table.side(Role.DEFENDER, cheat), challenger).play(work.dispute(wrong));
        assertThat(caught.winner()).as("%s: %s", title, caught).isEqualTo(Role.CHALLENGER);

        Side liar = Table.lying(Role.DEFENDER, cheat, move -> random.nextInt(3) == 0 ? lies.about(move) : move);
        Verdict lied = new Table(liar, challenger).play(work.dispute(wrong));
        assertThat(lied.winner()).as("%s: lies, %s", title, lied).isEqualTo(Role.CHALLENGER);

        Side accuser = Table.side(Role.CHALLENGER, Table.desperate(new Challenger(wrong)));
        Verdict defended =
                new Table(Table.side(Role.DEFENDER, new Defender(honest)), accuser).play(work.dispute(honest));
        assertThat(defended.winner()).as("%s: accused, %s", title, defended).isEqualTo(Role.DEFENDER);
        return true;
    }

    /** Every registered operator has node cases, so every one is disputed here, at a random operation, element and message. */
    @Test
    void honestSideWinsOnEveryOperator() throws IOException {
        TreeSet<String> disputed = new TreeSet<>();
        for (NodeCase nodeCase : NodeCases.known()) {
            Optional<Work> work = work(nodeCase);
            if (work.isPresent()) {
                Fault fault = fault(work.get());
                if (check(nodeCase.toString(), work.get(), fault)) {
                    disputed.add(fault.operator());
                }
            }
        }
        System.out.println("operators disputed: " + disputed);
        assertThat(disputed).contains("Add", "MatMul", "ReduceSum", "Transpose");
    }

    /** A random change of one element of one operation's outputs. */
    private record Fault(long step, int operation, int output, int element, String operator) implements Cheat {
        @Override
        public void computed(long step, Operation operation, List<Tensor> outputs) {
            if (step == this.step && operation.index() == this.operation) {
                FaultyRunner.spoil(outputs.get(output), element);
            }
        }
    }

    private Fault fault(Work work) {
        Program program = work.program();
        List<Operation> able = program.operations().stream()
                .filter(operation -> operation.outputs().stream()
                        .anyMatch(output -> program.type(output).shape().size() > 0))
                .toList();
        if (able.isEmpty()) {
            return new Fault(0, 0, 0, 0, "none");
        }
        Operation operation = able.get(random.nextInt(able.size()));
        List<Integer> outputs = IntStream.range(0, operation.outputs().size())
                .filter(i -> program.type(operation.outputs().get(i)).shape().size() > 0)
                .boxed()
                .toList();
        int output = outputs.get(random.nextInt(outputs.size()));
        int size = program.type(operation.outputs().get(output)).shape().arraySize();
        long step = 1L + random.nextInt((int) work.job().steps());
        return new Fault(
                step,
                operation.index(),
                output,
                random.nextInt(size),
                operation.operator().name());
    }

    /** Plays all ways to cheat with one fault; false when the fault changes nothing that is committed to. */
    private boolean check(String title, Work work, Fault fault) {
        Run honest = work.honest();
        Run faulty = work.faulty(fault);
        if (honest.tree().root().equals(faulty.tree().root())) {
            return false;
        }
        Side defender = Table.side(Role.DEFENDER, new Defender(honest));
        Side challenger = Table.side(Role.CHALLENGER, new Challenger(honest));
        Side cheat = Table.side(Role.DEFENDER, new Defender(faulty));
        State overHonest = work.dispute(honest);
        State overFaulty = work.dispute(faulty);

        Verdict caught = new Table(cheat, challenger).play(overFaulty);
        assertThat(caught.winner()).as("%s: %s, %s", title, fault, caught).isEqualTo(Role.CHALLENGER);
        assertThat(caught.reason()).as(title).isEqualTo(Reason.LINK_WRONG);
        checkPlace(title, work, fault, caught);

        Verdict defended = new Table(defender, Table.side(Role.CHALLENGER, new Challenger(faulty))).play(overHonest);
        assertThat(defended.winner()).as("%s: %s, %s", title, fault, defended).isEqualTo(Role.DEFENDER);

        Verdict guessed = new Table(defender, guessing()).play(overHonest);
        assertThat(guessed.winner()).as("%s: guessed, %s", title, guessed).isEqualTo(Role.DEFENDER);

        Verdict lied = new Table(sometimesLying(faulty), challenger).play(overFaulty);
        assertThat(lied.winner()).as("%s: lies, %s", title, lied).isEqualTo(Role.CHALLENGER);

        Verdict disturbed =
                new Table(disturbed(honest), Table.side(Role.CHALLENGER, new Challenger(faulty))).play(overHonest);
        assertThat(disturbed.winner()).as("%s: disturbed, %s", title, disturbed).isEqualTo(Role.DEFENDER);
        return true;
    }

    private static void checkPlace(String title, Work work, Fault fault, Verdict verdict) {
        Program program = work.program();
        Place place = verdict.place();
        TileGrid grid = new TileGrid(program.type(
                        program.operations().get(fault.operation()).outputs().get(fault.output()))
                .shape());
        assertThat(place.step()).as(title).isEqualTo(fault.step());
        assertThat(place.operation()).as(title).isEqualTo(fault.operation());
        assertThat(place.output()).as(title).isEqualTo(fault.output());
        assertThat(place.tile()).as(title).isEqualTo(grid.tileOf(fault.element()));
        if (place.element() != Place.UNKNOWN) {
            assertThat(place.element()).as(title).isEqualTo(grid.placeInTile(fault.element()));
        }
        assertThat(verdict.figures().operations()).as(title).isPositive().isLessThanOrEqualTo(TileRule.COST_MAX);
        assertThat(verdict.figures().openedBytes()).as(title).isLessThanOrEqualTo(2L * TileRule.BYTES_MAX);
    }

    /** A challenger that picks anything that there is to pick. */
    private Side guessing() {
        return state -> new Said(
                Role.CHALLENGER,
                new Move.Pick(random.nextInt(choices(state.stage()))),
                state.clocks().turnSince() + 1);
    }

    private static int choices(Stage stage) {
        return switch (stage) {
            case Stage.FindCheckpoint(var run, Descent descent) ->
                descent.shown().size();
            case Stage.FindStep(Chain chain) -> chain.shown().size() + 1;
            case Stage.FindOperation(var step, Descent descent) ->
                descent.shown().size();
            case Stage.FindOutput(var step, int operation, Descent descent) ->
                descent.shown().size();
            case Stage.FindTile(var step, int operation, int output, Descent descent) ->
                descent.shown().size();
            case Stage.FindElement(var step, int operation, var tile, var leaf, var shown) -> 1;
            case Stage.FindLink(var step, int operation, var piece, Chain chain) ->
                chain.shown().size() + 1;
            case Stage.FindSlot(var step, Descent descent) -> descent.shown().size();
            case Stage.OpenBefore ignored -> 1;
            case Stage.OpenTrace ignored -> 1;
            case Stage.ProveLink ignored -> 1;
            case Stage.ProveOutput ignored -> 1;
        };
    }

    private Side sometimesLying(Run run) {
        Player player = new Defender(run);
        return Table.lying(Role.DEFENDER, player, move -> random.nextInt(3) == 0 ? lies.about(move) : move);
    }

    /** An honest defender some of whose messages arrive changed, where a change can be told; whose are signed need not fear. */
    private Side disturbed(Run run) {
        Player player = new Defender(run);
        return state -> {
            Move move = player.answer(state);
            boolean changed = Lies.isBound(state.stage()) && random.nextInt(3) == 0;
            return new Said(
                    Role.DEFENDER,
                    changed ? lies.about(move) : move,
                    state.clocks().turnSince() + 1);
        };
    }

    /** A job of one step whose batch are the inputs of a case; nothing for cases that are no programs. */
    private static Optional<Work> work(NodeCase nodeCase) {
        Graph graph = nodeCase.graph();
        Program program;
        SortedMap<String, Tensor> named;
        try {
            named = nodeCase.inputs(graph);
            program = Programs.forInputs(graph, named, Limits.DEFAULT);
        } catch (RefusedException noProgram) {
            return Optional.empty();
        }
        List<Tensor> inputs = new ArrayList<>();
        List<InputSource> sources = new ArrayList<>();
        for (String name : program.inputNames()) {
            sources.add(new InputSource.Batch(inputs.size()));
            inputs.add(Objects.requireNonNull(named.get(name)));
        }
        return Optional.of(Work.of(program, sources, List.of(inputs), List.of(), 0, 1, 1));
    }
}
