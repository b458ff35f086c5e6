package network.millrace.cli.sdl;

import java.util.List;
import network.millrace.cli.output.Style;
import network.millrace.cli.output.Table;
import network.millrace.cli.output.Terminal;
import network.millrace.client.sdl.SdlDocument;
import network.millrace.client.sdl.SdlException;
import network.millrace.client.sdl.SdlProblem;

/** Verdicts for people: problems and warnings first, then one line a file. */
record CheckReport(Terminal terminal, NetworkTerms terms) {
    private static final int VERSION_DIGITS = 12;

    String text(List<Verdict> verdicts) {
        StringBuilder text = new StringBuilder();
        Table table = Table.of("FILE", "VERDICT", ">GROUPS", ">INSTANCES", ">AT MOST", ">HERE", "VERSION");
        for (Verdict verdict : verdicts) {
            String file = verdict.file().shown();
            switch (verdict) {
                case Verdict.Valid valid -> text.append(addRow(table, file, valid));
                case Verdict.Invalid invalid -> {
                    text.append(new ProblemText(terminal).problems(file, invalid.text(), invalid.problems()));
                    table.row(file, terminal.paint(Style.BAD, count(invalid)), "", "", "", "", "");
                }
            }
        }
        return text + table.text(terminal);
    }

    private static String count(Verdict.Invalid invalid) {
        int count = invalid.problems().size();
        String errors = count == 1 ? "1 error" : count + " errors";
        return invalid.more() ? errors + ", perhaps more" : errors;
    }

    /** Adds the file's line to the table and gives what is to be warned of. */
    private String addRow(Table table, String file, Verdict.Valid valid) {
        SdlDocument document = valid.document();
        List<SdlProblem> refusals = refusals(document);
        long instances = document.groups().stream()
                .flatMap(group -> group.getResourcesList().stream())
                .mapToLong(unit -> Integer.toUnsignedLong(unit.getCount()))
                .sum();
        int warnings = document.remarks().size() + refusals.size();
        table.row(
                file,
                warnings == 0
                        ? terminal.paint(Style.GOOD, "valid")
                        : terminal.paint(
                                Style.NOTICE, warnings == 1 ? "valid, 1 warning" : "valid, " + warnings + " warnings"),
                document.groups().size(),
                instances,
                PeriodPrice.text(PeriodPrice.inDocument(document)),
                here(document),
                document.version().hex().substring(0, VERSION_DIGITS));
        ProblemText lines = new ProblemText(terminal);
        return lines.remarks(file, valid.text(), document.remarks()) + lines.remarks(file, valid.text(), refusals);
    }

    /** What this network would refuse although the document is right. */
    private List<SdlProblem> refusals(SdlDocument document) {
        try {
            document.groups(terms.denominations());
            return List.of();
        } catch (SdlException refused) {
            return refused.problems().stream()
                    .map(problem -> new SdlProblem(
                            problem.line(),
                            problem.column(),
                            problem.path(),
                            problem.message() + " (" + terms.name() + ")",
                            problem.hint()))
                    .toList();
        }
    }

    private String here(SdlDocument document) {
        try {
            return PeriodPrice.text(PeriodPrice.onNetwork(document, terms.denominations()));
        } catch (SdlException refused) {
            return "refused";
        }
    }
}
