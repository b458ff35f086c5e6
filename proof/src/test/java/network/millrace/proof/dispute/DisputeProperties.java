package network.millrace.proof.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.graph.Node;
import network.millrace.proof.kernels.Workers;
import network.millrace.proof.nodecases.NodeCase;
import network.millrace.proof.nodecases.NodeCases;
import network.millrace.proof.operators.Operators;
import network.millrace.proof.operators.Primitive;
import network.millrace.proof.operators.TileRule;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.Programs;
import network.millrace.proof.tensor.Tensor;
import network.millrace.proof.tensor.TensorType;
import network.millrace.proof.tensor.TileGrid;
import network.millrace.protocol.crypto.Hash;
import org.junit.jupiter.api.Test;

/** Whatever is computed, wherever the fault lies and whatever the other side says: who is honest wins. */
class DisputeProperties {
    private static final int GRAPHS = 60;
    private static final int SEEDS = 4;

    private final Random random = Seed.random(DisputeProperties.class);
    private final Lies lies = new Lies(random);

    @Test
    void honestSideWinsOnRandomGraphs() {
        int disputes = 0;
        for (int i = 0; i < GRAPHS; i++) {
            Work work = Work.random(random);
            disputes += check("graph " + i, work, fault(work, new TreeSet<>())) ? 1 : 0;
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

    /**
     * Every primitive of the registry, at a random element and message: node cases have them all but the one that draws random
     * numbers. Operations of operators that were not disputed yet are preferred.
     */
    @Test
    void honestSideWinsOnEveryOperator() throws IOException {
        TreeSet<String> disputed = new TreeSet<>();
        List<Work> all = new ArrayList<>(List.of(numbers(), numbers(), numbers(), numbers()));
        for (NodeCase nodeCase : NodeCases.known()) {
            work(nodeCase).ifPresent(all::add);
        }
        for (Work work : all) {
            Fault fault = fault(work, disputed);
            String title =
                    fault.operator() + " of " + work.program().operations().size();
            if (check(title, work, fault)) {
                disputed.add(fault.operator());
            }
        }
        NavigableSet<String> never = primitives();
        never.removeAll(disputed);
        System.out.println("operators disputed: " + disputed.size() + "; never: " + never);
        assertThat(never).isEmpty();
        assertThat(lies.told()).isEqualTo(EnumSet.allOf(Lies.Kind.class));
    }

    private static NavigableSet<String> primitives() {
        Operators operators = Operators.standard();
        return operators.names().stream()
                .filter(name -> operators.newest(name) instanceof Primitive)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** No node case draws random numbers, whose bits are this project's own. */
    private static Work numbers() {
        Attributes shape = Attributes.NONE.with("shape", new long[] {70, 66}).with("seed", 7);
        Node draw = new Node("", "", "RandomUniform", 17, List.of(), List.of("y"), shape);
        Graph graph = Graph.of("numbers", List.of(), List.of("y"), List.of(draw), Map.of());
        return Work.of(Programs.of(graph, Limits.DEFAULT), List.of(), List.of(List.of()), List.of(), 0, 1, 1);
    }

    /** The seed and the step's number are the job's, whatever a run was computed with. */
    @Test
    void honestSideWinsAgainstAWrongSeedOrStepNumber() {
        for (int i = 0; i < SEEDS; i++) {
            Work work = Work.training(2 + random.nextInt(4), 1 + random.nextInt(3));
            long from = 1L + random.nextInt((int) work.job().steps());
            int input = 2 + i % 2;
            long wrongNumber = random.nextInt(1_000_000);
            Run wrong = work.faulty(new Cheat() {
                @Override
                public void given(long step, List<Tensor> inputs) {
                    if (step >= from) {
                        inputs.set(input, Tensor.scalar(wrongNumber));
                    }
                }
            });

            assertThat(checkWrong("seed " + i, work, wrong)).isTrue();
        }
    }

    /** An auditor who ran one step alone has no run to show; the checkpoint before is agreed on, and the game begins at the step. */
    @Test
    void honestSideWinsFromOneStepOn() {
        int disputes = 0;
        for (int i = 0; i < GRAPHS; i++) {
            Work work = Work.random(random);
            disputes += checkStep("graph " + i, work, fault(work, new TreeSet<>())) ? 1 : 0;
        }
        assertThat(disputes).isGreaterThan(GRAPHS / 2);
    }

    private boolean checkStep(String title, Work work, Fault fault) {
        Run honest = work.honest();
        Run faulty = work.faulty(fault);
        long step = fault.step();
        Hash before = honest.checkpoint(step - 1).root();
        Hash right = honest.checkpoint(step).root();
        Hash wrong = faulty.checkpoint(step).root();
        if (right.equals(wrong)) {
            return false;
        }
        List<Tensor> state = List.of(honest.inputs(step).getFirst());
        Run auditor = Run.ofStep(work.job(), work.runner(), work.batches(), step, state);
        Run falseAuditor = Run.ofStep(work.job(), new FaultyRunner(work.program(), fault), work.batches(), step, state);
        State overWrong = Disputes.ofStep(work.job(), step, before, wrong, Rules.DEFAULT, 0);
        State overRight = Disputes.ofStep(work.job(), step, before, right, Rules.DEFAULT, 0);
        Side challenger = Table.side(Role.CHALLENGER, new Challenger(auditor));

        Verdict caught = new Table(Table.side(Role.DEFENDER, new Defender(faulty)), challenger).play(overWrong);
        assertThat(caught.winner()).as("%s: %s, %s", title, fault, caught).isEqualTo(Role.CHALLENGER);
        checkPlace(title, work, fault, caught);

        Verdict lied = new Table(sometimesLying(faulty), challenger).play(overWrong);
        assertThat(lied.winner()).as("%s: lies, %s", title, lied).isEqualTo(Role.CHALLENGER);

        Verdict stalled = new Table(Table.silent(), challenger).play(overWrong);
        assertThat(stalled.reason()).as("%s: stalls, %s", title, stalled).isEqualTo(Reason.TIME);
        assertThat(stalled.winner()).as(title).isEqualTo(Role.CHALLENGER);

        Side accuser = Table.side(Role.CHALLENGER, new Challenger(falseAuditor));
        Verdict defended = new Table(disturbed(honest), accuser).play(overRight);
        assertThat(defended.winner()).as("%s: accused, %s", title, defended).isEqualTo(Role.DEFENDER);
        return true;
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

    private Fault fault(Work work, Set<String> known) {
        Program program = work.program();
        List<Operation> all = program.operations().stream()
                .filter(operation -> operation.outputs().stream()
                        .anyMatch(output -> program.type(output).shape().size() > 0))
                .toList();
        if (all.isEmpty()) {
            return new Fault(0, 0, 0, 0, "none");
        }
        List<Operation> fresh = all.stream()
                .filter(operation -> !known.contains(operation.operator().name()))
                .toList();
        List<Operation> able = fresh.isEmpty() ? all : fresh;
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
