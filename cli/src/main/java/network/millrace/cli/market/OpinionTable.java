package network.millrace.cli.market;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.millrace.cli.market.Screening.Opinion;
import network.millrace.cli.output.Style;
import network.millrace.cli.output.Table;
import network.millrace.cli.output.Terminal;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.resources.v1.Mismatch;

/** Opinions for people and for scripts. */
public final class OpinionTable {
    private OpinionTable() {}

    /** One line a provider, and one more for each further reason. */
    public static String text(List<Opinion> opinions, Terminal terminal) {
        return opinions.isEmpty()
                ? "no provider is registered on this network\n"
                : of(opinions, terminal).text(terminal);
    }

    /** The table alone. */
    public static Table of(List<Opinion> opinions, Terminal terminal) {
        Table table = Table.of("PROVIDER", "BIDS", ">PRICE", "WHY NOT");
        for (Opinion opinion : opinions) {
            String bids = opinion.wouldBid() ? terminal.paint(Style.GOOD, "yes") : terminal.paint(Style.BAD, "no");
            String price =
                    opinion.wouldBid() ? opinion.price().map(Price::toString).orElse("") : "";
            List<String> reasons =
                    opinion.reasons().stream().map(Mismatch::getText).toList();
            table.row(name(opinion), bids, price, reasons.isEmpty() ? "" : reasons.getFirst());
            reasons.stream().skip(1).forEach(reason -> table.row("", "", "", reason));
        }
        return table;
    }

    /** All that is known of each. */
    public static List<Map<String, Object>> json(List<Opinion> opinions) {
        return opinions.stream().map(OpinionTable::object).toList();
    }

    private static String name(Opinion opinion) {
        return opinion.name().isEmpty() ? opinion.provider().toString() : opinion.name();
    }

    private static Map<String, Object> object(Opinion opinion) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("provider", opinion.provider().toString());
        object.put("name", opinion.name());
        object.put("bids", opinion.wouldBid());
        object.put(
                "price",
                opinion.wouldBid() ? opinion.price().map(Price::decimal).orElse("") : "");
        object.put("denom", opinion.price().map(price -> price.denom().value()).orElse(""));
        object.put(
                "reasons",
                opinion.reasons().stream()
                        .map(reason -> Map.of("code", reason.getCode().name(), "text", reason.getText()))
                        .toList());
        return object;
    }
}
