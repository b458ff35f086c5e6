package network.millrace.cli.market;

import com.google.protobuf.ByteString;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.command.NetworkCommand;
import network.millrace.cli.command.Party;
import network.millrace.cli.output.Terminal;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.ledger.v1.PageRequest;
import network.millrace.protocol.ledger.v1.PageResponse;
import picocli.CommandLine.Option;

/** A list out of the market, newest last, cut at a limit. */
abstract class ListCommand extends NetworkCommand {
    private static final int LIMIT_MAX = 1_000;

    @Option(
            names = {"--owner", "--from"},
            paramLabel = "WHO",
            defaultValue = "",
            description = "Only this tenant's: an address, or the name of a key.")
    private String owner = "";

    @Option(names = "--dseq", paramLabel = "N", defaultValue = "0", description = "Only this deployment's.")
    private long dseq;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most so many, up to 1000; default ${DEFAULT-VALUE}.")
    private int limit;

    ListCommand(Terminal terminal) {
        super(terminal);
    }

    final String owner() {
        return address(owner);
    }

    /** The address that a word stands for; empty stays empty. */
    final String address(String word) {
        return word.isEmpty() ? "" : new Party(home()).address(word).toString();
    }

    /** An order's id; without its owner in a list of one owner's. */
    final String shown(OrderId order) {
        return owner.isEmpty() ? order.toString() : order.dseq() + "/" + order.gseq() + "/" + order.oseq();
    }

    final long dseq() {
        if (dseq != 0 && owner.isEmpty()) {
            throw CommandFailure.missing("--dseq counts within an owner: add --owner ADDRESS");
        }
        return dseq;
    }

    final PageRequest page() {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw CommandFailure.missing("--limit is 1 to " + LIMIT_MAX + ", not " + limit);
        }
        return PageRequest.newBuilder().setLimit(limit).build();
    }

    /** Says on err that there is more; the answer on out stays clean. */
    final void noteMore(PageResponse page) {
        if (!page.getNextKey().equals(ByteString.EMPTY)) {
            terminal().note("there are more; ask with --owner, --dseq or a greater --limit");
        }
    }
}
