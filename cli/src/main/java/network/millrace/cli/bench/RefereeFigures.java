package network.millrace.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import network.millrace.cli.bench.DisputedLink.Effort;
import network.millrace.cli.output.Progress;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.operators.Signature;
import network.millrace.proof.operators.TileRule;
import network.millrace.proof.program.Operation;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.Programs;

/**
 * What a referee does for the dearest link of any operation of a model, whatever the model's size. The models stand there as
 * graphs alone: no weight is allocated, and none is needed.
 */
final class RefereeFigures implements ProofPart.Alone {
    private static final double MILLISECONDS = 10;

    /** From 10^5 parameters to more than 10^9. */
    private static final List<GptModel> MODELS = List.of(
            new GptModel(256, 64, 64, 2, 1),
            new GptModel(4_000, 128, 128, 4, 2),
            new GptModel(16_000, 128, 320, 5, 6),
            GptModel.SMALL,
            new GptModel(50_257, 128, 1_600, 25, 31));

    @Override
    public String name() {
        return "referee";
    }

    @Override
    public List<Figure> run(Progress progress) {
        List<Figure> shown = new ArrayList<>();
        Effort all = new Effort(0, 0, 0);
        for (GptModel gpt : MODELS) {
            Model model = new Model(false);
            Graph graph = model.graph(gpt.build(model));
            String parameters = String.format(Locale.ROOT, "%,d parameters", model.parameters());
            progress.report("referee of " + parameters);
            Effort dearest = dearest(Programs.of(graph, Limits.DEFAULT));
            all = all.orMore(dearest);
            shown.add(Figure.shown("the dearest of " + parameters, dearest.milliseconds(), "ms"));
        }
        List<Figure> figures = new ArrayList<>(List.of(
                Figure.atMost("referee, operations of one link", (double) all.operations(), "", TileRule.COST_MAX),
                Figure.atMost("referee, opened tiles and state", (double) all.bytes(), "B", TileRule.BYTES_MAX),
                Figure.atMost("referee, the dearest link", all.milliseconds(), "ms", MILLISECONDS)));
        figures.addAll(shown);
        return figures;
    }

    /** Operations of one kind with equal types are judged once. */
    private static Effort dearest(Program program) {
        TreeSet<String> judged = new TreeSet<>();
        Effort dearest = new Effort(0, 0, 0);
        for (Operation operation : program.operations()) {
            if (!operation.operator().isView() && judged.add(kind(program, operation))) {
                dearest = dearest.orMore(new DisputedLink(program, operation).effort());
            }
        }
        return dearest;
    }

    private static String kind(Program program, Operation operation) {
        Signature signature = program.signature(operation);
        StringBuilder kind = new StringBuilder(operation.operator().name());
        kind.append(operation.attributes()).append(signature.outputs());
        for (int input : operation.inputs()) {
            kind.append(input == Operation.ABSENT ? "-" : program.type(input).toString());
        }
        return kind.toString();
    }
}
