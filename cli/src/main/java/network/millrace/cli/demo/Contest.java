package network.millrace.cli.demo;

import java.util.Comparator;
import java.util.List;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.command.Party;
import network.millrace.cli.local.LocalPlan;
import network.millrace.cli.local.ProviderPlan;
import network.millrace.cli.market.Score;
import network.millrace.cli.output.Style;
import network.millrace.cli.output.Table;
import network.millrace.cli.output.Terminal;
import network.millrace.client.Network;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.QueryBidsRequest;
import network.millrace.protocol.market.v1.QueryBidsResponse;
import network.millrace.protocol.money.Price;

/** Why the winner of an order won and the others lost, as the ledger keeps it. */
record Contest(Network network, LocalPlan plan) {
    /** Tells it, each bid with its score and each loser with its reason. */
    void tell(DeploymentId deployment, Narrator narrator) {
        Terminal terminal = narrator.terminal();
        QueryBidsRequest request = QueryBidsRequest.newBuilder()
                .setOwner(deployment.owner().toString())
                .setDseq(deployment.dseq())
                .build();
        List<Bid> bids = network.query("market", "Bids", request, QueryBidsResponse.getDefaultInstance())
                .getBidsList();
        Table table = Table.of("PROVIDER", ">PRICE", ">SCORE", "OUTCOME");
        bids.stream()
                .sorted(Comparator.comparingInt(Bid::getScorePpm).reversed())
                .forEach(bid -> table.row(
                        name(bid.getId().getProvider()),
                        Price.of(bid.getPrice()),
                        Score.points(bid.getScorePpm()),
                        outcome(bid, terminal)));
        if (bids.stream().filter(bid -> bid.getState() == Bid.State.ACTIVE).count() != 1 || bids.size() < 2) {
            throw CommandFailure.failed("expected one winner among several bids; these are " + bids.size());
        }
        narrator.more(
                "why: of 100 points, 60 are for the price beside the cheapest, 25 for the record, 10 for hardware, 5 for a"
                        + " known place");
        narrator.more(table);
        narrator.more(losses(bids));
    }

    private String outcome(Bid bid, Terminal terminal) {
        if (bid.getState() == Bid.State.ACTIVE) {
            return terminal.paint(Style.GOOD, "won");
        }
        if (bid.getLossText().isEmpty()) {
            throw CommandFailure.failed("the bid of " + name(bid.getId().getProvider()) + " lost without a reason");
        }
        return "lost";
    }

    /** The ledger's own sentence for each loser, with names for addresses. */
    private String losses(List<Bid> bids) {
        StringBuilder text = new StringBuilder();
        for (Bid bid : bids) {
            if (bid.getState() == Bid.State.LOST) {
                String sentence = bid.getLossText();
                for (ProviderPlan provider : plan.providers()) {
                    String address =
                            new Party(plan.home()).address(provider.name()).toString();
                    sentence = sentence.replace(address, provider.name());
                }
                text.append(name(bid.getId().getProvider()))
                        .append(" lost: ")
                        .append(sentence.replace("; ", ";\n  "))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private String name(String address) {
        return plan.providers().stream()
                .map(ProviderPlan::name)
                .filter(name -> new Party(plan.home()).address(name).toString().equals(address))
                .findFirst()
                .orElse(address);
    }
}
