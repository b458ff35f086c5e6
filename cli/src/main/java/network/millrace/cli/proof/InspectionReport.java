package network.millrace.cli.proof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import network.millrace.cli.output.Style;
import network.millrace.cli.output.Table;
import network.millrace.cli.output.Terminal;
import network.millrace.cli.output.Text;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.inspection.Inspection;
import network.millrace.proof.inspection.OperatorUse;
import network.millrace.proof.program.Program;

/**
 * An inspection for people and for scripts.
 *
 * @param most what a program may take here
 */
record InspectionReport(String file, Program program, Inspection inspection, Limits most) {
    private static final int OBSTACLES_SHOWN = 10;

    String text(Terminal terminal) {
        StringBuilder text = new StringBuilder(operators().text(terminal));
        text.append('\n').append(values().text(terminal));
        text.append('\n').append(limits().text(terminal));
        text.append("\nprogram id  ").append(inspection.id().hex()).append('\n');
        if (inspection.isVerifiable()) {
            return text + terminal.paint(Style.GOOD, "verifiable")
                    + "  every operation can be disputed down to one link\n";
        }
        inspection.obstacles().stream().limit(OBSTACLES_SHOWN).forEach(obstacle -> text.append(
                        terminal.paint(Style.BAD, obstacle.operation()))
                .append(": ")
                .append(obstacle.reason())
                .append('\n'));
        int more = inspection.obstacles().size() - OBSTACLES_SHOWN;
        return more > 0 ? text + "and " + more + " more\n" : text.toString();
    }

    private Table operators() {
        Table table = Table.of("OPERATOR", ">IN FILE", ">IN PROGRAM", ">OPERATIONS", ">SHARE", "DISPUTED BY");
        for (OperatorUse use : inspection.uses()) {
            table.row(
                    use.name(),
                    use.inFile(),
                    use.inProgram(),
                    Text.number((double) use.cost()),
                    share(use.cost()),
                    disputed(use.kind()));
        }
        return table;
    }

    private String share(long cost) {
        return inspection.cost() == 0 || cost == 0
                ? ""
                : String.format(Locale.ROOT, "%.1f %%", 100.0 * (double) cost / (double) inspection.cost());
    }

    private static String disputed(OperatorUse.Kind kind) {
        return switch (kind) {
            case BY_TILE -> "tile";
            case BY_ELEMENT -> "element";
            case COMPOSITE -> "its parts (composite)";
            case FUNCTION -> "its parts (function of the file)";
            case GONE -> "nothing: known beforehand, or not needed";
        };
    }

    private Table values() {
        Table table = Table.of("VALUE", "NAME", "TYPE");
        for (int i = 0; i < program.inputNames().size(); i++) {
            table.row("input", program.inputNames().get(i), program.type(i));
        }
        for (int i = 0; i < program.outputNames().size(); i++) {
            table.row(
                    "output",
                    program.outputNames().get(i),
                    program.type(program.outputs().get(i)));
        }
        return table;
    }

    private Table limits() {
        return Table.of("LIMIT", ">HERE", ">AT MOST")
                .row("operations of the program", Text.number(inspection.operations()), Text.number(most.operations()))
                .row("multiply-adds of a run", Text.number((double) inspection.cost()), Text.number((double)
                        most.cost()))
                .row("memory", Text.bytes(inspection.memoryBytes()), Text.bytes(most.memoryBytes()))
                .row("constants", Text.bytes(inspection.constantBytes()), Text.bytes(most.initializerBytes()));
    }

    Map<String, Object> json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("file", file);
        object.put("verifiable", inspection.isVerifiable());
        object.put(
                "reasons",
                inspection.obstacles().stream()
                        .map(obstacle -> obstacle.operation() + ": " + obstacle.reason())
                        .toList());
        object.put("program_id", inspection.id().hex());
        object.put("operations", inspection.operations());
        object.put("cost", inspection.cost());
        object.put("memory_bytes", inspection.memoryBytes());
        object.put("constant_bytes", inspection.constantBytes());
        object.put(
                "operators",
                inspection.uses().stream().map(InspectionReport::json).toList());
        List<Map<String, Object>> inputs = new ArrayList<>();
        for (int i = 0; i < program.inputNames().size(); i++) {
            inputs.add(value(program.inputNames().get(i), i));
        }
        object.put("inputs", inputs);
        List<Map<String, Object>> outputs = new ArrayList<>();
        for (int i = 0; i < program.outputNames().size(); i++) {
            outputs.add(value(program.outputNames().get(i), program.outputs().get(i)));
        }
        object.put("outputs", outputs);
        return object;
    }

    private Map<String, Object> value(String name, int value) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", name);
        object.put("type", program.type(value).type().name().toLowerCase(Locale.ROOT));
        object.put(
                "shape",
                java.util.Arrays.stream(program.type(value).shape().toLongs())
                        .boxed()
                        .toList());
        return object;
    }

    private static Map<String, Object> json(OperatorUse use) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", use.name());
        object.put("kind", use.kind().name().toLowerCase(Locale.ROOT));
        object.put("in_file", use.inFile());
        object.put("in_program", use.inProgram());
        object.put("cost", use.cost());
        return object;
    }
}
