package network.millrace.cli.market;

import java.time.Instant;
import java.util.Optional;
import network.millrace.cli.command.NetworkCommand;
import network.millrace.cli.market.LeaseOptions.Opened;
import network.millrace.cli.output.Progress;
import network.millrace.cli.output.Terminal;
import network.millrace.cli.output.Text;
import network.millrace.client.Network;
import network.millrace.client.access.DoorStream;
import network.millrace.protocol.access.v1.WorkloadEvent;
import network.millrace.protocol.registry.JsonMapping;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "events",
        description = "Show what happened to a lease's services. With --output json: one object a line.",
        footer = {"", "Example:", "  millrace lease events 7 --from tenant"})
final class LeaseEventsCommand extends NetworkCommand {
    @Mixin
    private LeaseOptions options = new LeaseOptions();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on as new events come, until Ctrl-C.")
    private boolean follow;

    LeaseEventsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute(Network network, Progress progress) throws InterruptedException {
        try (Opened opened = options.open(network, home(), terminal());
                DoorStream<WorkloadEvent> events = opened.door().events(opened.lease(), follow, 0)) {
            for (Optional<WorkloadEvent> event = events.next(); event.isPresent(); event = events.next()) {
                terminal()
                        .out()
                        .println(answersJson() ? JsonMapping.print(event.orElseThrow()) : text(event.orElseThrow()));
            }
        }
    }

    private static String text(WorkloadEvent event) {
        return Text.oneLine(Instant.ofEpochMilli(event.getTimeMs()) + "  " + event.getService() + "  " + event.getKind()
                + "  " + event.getText());
    }

    @Override
    protected boolean streams() {
        return true;
    }
}
