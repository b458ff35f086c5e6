package network.millrace.cli.market;

import com.google.protobuf.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import network.millrace.cli.command.Amounts;
import network.millrace.cli.output.Progress;
import network.millrace.cli.output.Terminal;
import network.millrace.client.Network;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.market.v1.BidCreated;
import network.millrace.protocol.market.v1.LeaseAwarded;
import network.millrace.protocol.market.v1.LeaseClosed;
import network.millrace.protocol.market.v1.LeaseReady;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.resources.v1.GroupSpec;

/**
 * Tells a tenant what becomes of an order while they wait. When no bid comes for a while it asks the providers why, once: an order that nobody wants
 * looks like one that takes long.
 */
final class DeployTale implements Deployer.Listener {
    private static final Duration BIDS_EXPECTED = Duration.ofSeconds(8);

    private final Network network;
    private final List<GroupSpec> groups;
    private final OrderTerms terms;
    private final Terminal terminal;
    private final Progress progress;
    private final ProviderNames names;
    private final List<Map<String, Object>> leases = new ArrayList<>();
    private final Map<Object, Price> prices = new HashMap<>();
    private boolean anyBid;
    private boolean asked;

    DeployTale(Network network, List<GroupSpec> groups, OrderTerms terms, Terminal terminal, Progress progress) {
        this.network = network;
        this.groups = List.copyOf(groups);
        this.terms = terms;
        this.terminal = terminal;
        this.progress = progress;
        this.names = new ProviderNames(network);
    }

    /** The leases that stand, one a group. */
    List<Map<String, Object>> leases() {
        return List.copyOf(leases);
    }

    /** The standing leases in words. */
    String text(Duration period) {
        StringBuilder text = new StringBuilder();
        for (Map<String, Object> lease : leases) {
            Price price = Objects.requireNonNull(prices.get(lease.get("gseq")));
            text.append("group ")
                    .append(lease.get("gseq"))
                    .append("  ")
                    .append(Amounts.priceText(price, period))
                    .append(", by ")
                    .append(names.of(String.valueOf(lease.get("provider"))))
                    .append('\n');
        }
        return text.toString();
    }

    @Override
    public void happened(Message event, long timeMs) {
        switch (event) {
            case BidCreated bid -> {
                anyBid = true;
                progress.report("bid of " + Price.of(bid.getPrice()) + " by "
                        + names.of(bid.getId().getProvider()));
            }
            case LeaseAwarded awarded -> awarded(awarded);
            case LeaseReady ready -> progress.report("group " + ready.getId().getGseq() + " runs");
            case LeaseClosed closed -> {
                terminal.note(names.of(closed.getId().getProvider()) + " does not run it: "
                        + Reasons.text(closed.getReason())
                        + (closed.getText().isEmpty() ? "" : ": " + closed.getText()));
                progress.report("waiting for the next bidder");
            }
            default -> {}
        }
    }

    private void awarded(LeaseAwarded awarded) {
        progress.report("awarded to " + names.of(awarded.getId().getProvider()) + ", waiting until it runs");
        prices.put(awarded.getId().getGseq(), Price.of(awarded.getPrice()));
        Map<String, Object> lease = new LinkedHashMap<>();
        lease.put("gseq", awarded.getId().getGseq());
        lease.put("lease", LeaseId.of(awarded.getId()).toString());
        lease.put("provider", awarded.getId().getProvider());
        lease.put("price", Price.of(awarded.getPrice()).toString());
        leases.removeIf(earlier -> Objects.equals(earlier.get("gseq"), lease.get("gseq")));
        leases.add(lease);
    }

    @Override
    public void waited(Duration span) throws InterruptedException {
        if (anyBid || asked || span.compareTo(BIDS_EXPECTED) < 0) {
            return;
        }
        asked = true;
        terminal.note("no bid yet; the order stays open and goes on waiting. What the providers say:");
        for (GroupSpec group : groups) {
            terminal.note(OpinionTable.text(new Screening(network).ask(group, terms), terminal));
        }
    }
}
