package network.millrace.cli.ledger;

import com.google.protobuf.Any;
import java.time.Instant;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.command.NetworkCommand;
import network.millrace.cli.output.Json;
import network.millrace.cli.output.Progress;
import network.millrace.cli.output.Table;
import network.millrace.cli.output.Terminal;
import network.millrace.client.Network;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ledger.v1.Event;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.node.v1.TxRecord;
import network.millrace.protocol.registry.JsonMapping;
import network.millrace.protocol.registry.MessageTypes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "tx",
        description = "Show a transaction that is in a block: what came of it and what happened.",
        footer = {"", "Example:", "  millrace tx 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"})
public final class TransactionCommand extends NetworkCommand {
    @Parameters(paramLabel = "HASH", description = "SHA-256 of the transaction, 64 hexadecimal digits.")
    private String hash = "";

    public TransactionCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute(Network network, Progress progress) {
        TxRecord transaction = network.transaction(Hash.parse(hash))
                .orElseThrow(
                        () -> CommandFailure.failed(
                                "no block of " + node() + " has the transaction " + hash
                                        + "; it may still be waiting, or have been refused: ask again, or look at the sender's answer"));
        show(() -> text(transaction), () -> new Json.Raw(JsonMapping.print(transaction)));
    }

    private String text(TxRecord transaction) {
        TxResult result = transaction.getResult();
        Table events = Table.of("EVENT", "WHAT");
        for (Event event : result.getEventsList()) {
            events.row(name(event.getValue()), JsonMapping.print(MessageTypes.unpack(event.getValue())));
        }
        String outcome = result.getCode() == 0
                ? "executed"
                : "refused: " + result.getLog() + " (" + result.getCodespace() + " " + result.getCode() + ")";
        return "block " + transaction.getHeight() + ", transaction " + transaction.getIndex() + ", "
                + Instant.ofEpochMilli(transaction.getTimeMs()) + "\n" + outcome + ", gas " + result.getGasUsed()
                + " of "
                + result.getGasWanted() + "\n\n" + events.text(terminal());
    }

    private static String name(Any any) {
        return any.getTypeUrl().substring(any.getTypeUrl().lastIndexOf('.') + 1);
    }
}
