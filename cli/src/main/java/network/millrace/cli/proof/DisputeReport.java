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
import network.millrace.proof.commitment.Run;
import network.millrace.proof.dispute.Challenger;
import network.millrace.proof.dispute.Move;
import network.millrace.proof.dispute.Role;
import network.millrace.proof.dispute.Shown;
import network.millrace.proof.dispute.Stage;
import network.millrace.proof.dispute.State;
import network.millrace.proof.dispute.State.Open;
import network.millrace.proof.dispute.Transition;
import network.millrace.proof.dispute.Verdict;
import network.millrace.protocol.crypto.Hash;
import org.jspecify.annotations.Nullable;

/** Collects what a dispute did, round by round, for people and for scripts. */
final class DisputeReport {
    private static final int DIGITS = 16;

    /** One round: what was looked for, how many were shown, which differs, and what each side has there. */
    private record Round(String lookedFor, int shown, int picked, String defender, String challenger) {}

    private final @Nullable Challenger challengerOrNull;
    private final List<Round> rounds = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();

    private DisputeReport(@Nullable Challenger challengerOrNull) {
        this.challengerOrNull = challengerOrNull;
    }

    /** Where the challenger's run is here; it says what the challenger has. */
    static DisputeReport knowing(Run challenger) {
        return new DisputeReport(new Challenger(challenger));
    }

    /** Where only the defender's run is here. */
    static DisputeReport ofTheDefender() {
        return new DisputeReport(null);
    }

    /** Takes what a side said and what became of it. */
    void said(Open before, Move move, Transition transition) {
        if (transition instanceof Transition.Refused(State ignored, String why)) {
            refusals.add(name(before.turn()) + ": " + why);
            return;
        }
        if (before.turn() == Role.CHALLENGER && move instanceof Move.Pick(int picked)) {
            List<Hash> shown = Shown.in(before).hashes();
            String own = challengerOrNull == null
                    ? ""
                    : challengerOrNull.own(before, picked).hex();
            rounds.add(new Round(
                    lookedFor(before.stage()),
                    shown.size(),
                    picked,
                    shown.get(picked).hex(),
                    own));
        }
    }

    private static String lookedFor(Stage stage) {
        return switch (stage) {
            case Stage.FindCheckpoint ignored -> "checkpoint";
            case Stage.FindStep ignored -> "step";
            case Stage.FindOperation ignored -> "operation";
            case Stage.FindOutput ignored -> "output";
            case Stage.FindTile ignored -> "tile";
            case Stage.FindElement ignored -> "element";
            case Stage.FindLink ignored -> "link";
            case Stage.FindSlot ignored -> "output of the step";
            case Stage.OpenBefore ignored -> throw noRound();
            case Stage.OpenTrace ignored -> throw noRound();
            case Stage.ProveLink ignored -> throw noRound();
            case Stage.ProveOutput ignored -> throw noRound();
        };
    }

    private static IllegalStateException noRound() {
        return new IllegalStateException("nothing is picked at this stage");
    }

    String text(Verdict verdict, Terminal terminal) {
        Table table = Table.of(">ROUND", "LOOKING FOR", "FIRST THAT DIFFERS", "DEFENDER HAS", "CHALLENGER HAS");
        for (int i = 0; i < rounds.size(); i++) {
            Round round = rounds.get(i);
            table.row(
                    i + 1,
                    round.lookedFor(),
                    (round.picked() + 1) + " of " + round.shown(),
                    first(round.defender()),
                    first(round.challenger()));
        }
        StringBuilder text = new StringBuilder(rounds.isEmpty() ? "" : table.text(terminal) + "\n");
        if (!refusals.isEmpty()) {
            text.append(refusals.size())
                    .append(refusals.size() == 1 ? " message was refused; " : " messages were refused; the first: ")
                    .append(refusals.getFirst())
                    .append("\n\n");
        }
        var figures = verdict.figures();
        text.append(Table.of("VERDICT", "")
                .row("winner", name(verdict.winner()))
                .row("why", verdict.why())
                .row("where", verdict.place())
                .row("rounds, messages", figures.rounds() + ", " + figures.messages())
                .row("sent", Text.bytes(figures.bytes()))
                .row("opened for the referee", Text.bytes(figures.openedBytes()))
                .row("computed by the referee", Text.number((double) figures.operations()) + " operations")
                .text(terminal));
        Style style = verdict.winner() == Role.CHALLENGER ? Style.BAD : Style.GOOD;
        return text + "\n" + terminal.paint(style, claim(verdict)) + "\n";
    }

    private static String claim(Verdict verdict) {
        return verdict.winner() == Role.CHALLENGER ? "the claimed run is refuted" : "the claimed run stands";
    }

    private static String first(String hex) {
        return hex.isEmpty() ? "" : hex.substring(0, DIGITS);
    }

    private static String name(Role role) {
        return role == Role.DEFENDER ? "the defender" : "the challenger";
    }

    Map<String, Object> json(Verdict verdict) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("disputed", true);
        object.put("winner", verdict.winner().name().toLowerCase(Locale.ROOT));
        object.put("reason", verdict.reason().name());
        object.put("sentence", verdict.sentence());
        var place = verdict.place();
        Map<String, Object> where = new LinkedHashMap<>();
        where.put("step", place.step());
        where.put("operation", place.operation());
        where.put("operator", place.operator());
        where.put("output", place.output());
        where.put("tile", place.tile());
        where.put("element", place.element());
        where.put("link", place.link());
        object.put("place", where);
        List<Map<String, Object>> all = new ArrayList<>();
        for (Round round : rounds) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("looked_for", round.lookedFor());
            one.put("shown", round.shown());
            one.put("picked", round.picked());
            one.put("defender", round.defender());
            one.put("challenger", round.challenger());
            all.add(one);
        }
        object.put("rounds", all);
        object.put("refused", refusals.size());
        object.put("messages", verdict.figures().messages());
        object.put("bytes", verdict.figures().bytes());
        object.put("opened_bytes", verdict.figures().openedBytes());
        object.put("operations", verdict.figures().operations());
        return object;
    }
}
