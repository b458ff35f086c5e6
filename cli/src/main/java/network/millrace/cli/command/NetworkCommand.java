package network.millrace.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import network.millrace.cli.output.Json;
import network.millrace.cli.output.Progress;
import network.millrace.cli.output.ProgressLine;
import network.millrace.cli.output.Table;
import network.millrace.cli.output.Terminal;
import network.millrace.client.Network;
import network.millrace.client.NetworkException;
import network.millrace.client.RefusedException;
import network.millrace.client.http.HttpNetwork;
import network.millrace.client.transactions.TransactionFailedException;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.registry.JsonMapping;

/** A command that asks a node. */
public abstract class NetworkCommand extends BaseCommand {
    protected NetworkCommand(Terminal terminal) {
        super(terminal);
    }

    /** Does the work over a connection that is closed afterwards. */
    protected abstract void execute(Network network, Progress progress) throws Exception;

    /** Whether it writes lines as they come, so that a progress line would be in the way. */
    protected boolean streams() {
        return false;
    }

    @Override
    protected final void execute() throws Exception {
        try (Network network = HttpNetwork.of(node())) {
            if (streams()) {
                execute(network, Progress.SILENT);
                return;
            }
            try (ProgressLine progress = progress("waiting for " + node())) {
                execute(network, progress);
            }
        } catch (RefusedException | TransactionFailedException refused) {
            throw CommandFailure.failed(Failures.sentence(refused), refused);
        } catch (NetworkException silent) {
            throw CommandFailure.failed(
                    Failures.sentence(silent) + "; start a network with `millrace up`, or name a node with --node URL",
                    silent);
        } catch (MalformedException malformed) {
            throw CommandFailure.missing(Failures.sentence(malformed), malformed);
        }
    }

    /** Answers with messages: as a table of what matters, or as JSON with all they have. */
    protected final <M extends com.google.protobuf.Message> void showAll(
            List<M> messages, Table table, Function<M, Object[]> row, String none) {
        show(
                () -> {
                    messages.forEach(message -> table.row(row.apply(message)));
                    return table.isEmpty() ? none : table.text(terminal());
                },
                () -> {
                    List<Object> objects = new ArrayList<>();
                    messages.forEach(message -> objects.add(new Json.Raw(JsonMapping.print(message))));
                    return objects;
                });
    }
}
