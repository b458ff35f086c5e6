package network.millrace.cli.market;

import java.time.Instant;
import network.millrace.cli.command.NetworkCommand;
import network.millrace.cli.market.LeaseOptions.Opened;
import network.millrace.cli.output.Json;
import network.millrace.cli.output.Progress;
import network.millrace.cli.output.Table;
import network.millrace.cli.output.Terminal;
import network.millrace.client.Network;
import network.millrace.protocol.access.v1.LeaseStatus;
import network.millrace.protocol.access.v1.ServiceStatus;
import network.millrace.protocol.registry.JsonMapping;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        description = "Show how the services of a lease are, and where they are reached.",
        footer = {"", "Example:", "  millrace lease status 7 --from tenant"})
final class LeaseStatusCommand extends NetworkCommand {
    @Mixin
    private LeaseOptions options = new LeaseOptions();

    LeaseStatusCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute(Network network, Progress progress) {
        try (Opened opened = options.open(network, home(), terminal())) {
            LeaseStatus status = opened.door().leaseStatus(opened.lease());
            show(() -> text(opened, status), () -> new Json.Raw(JsonMapping.print(status)));
        }
    }

    private String text(Opened opened, LeaseStatus status) {
        Table table = Table.of("SERVICE", "STATE", ">RESTARTS", "RUNNING SINCE", "REMARK");
        for (ServiceStatus service : status.getServicesList()) {
            table.row(
                    service.getName(),
                    service.getState(),
                    service.getRestarts(),
                    service.getStartedMs() == 0 ? "" : Instant.ofEpochMilli(service.getStartedMs()),
                    service.getText());
        }
        StringBuilder text = new StringBuilder("lease " + opened.lease()
                + (status.getReady() ? ", ready" : ", not ready yet") + "\n\n" + table.text(terminal()));
        for (ServiceStatus service : status.getServicesList()) {
            service.getUrisList().forEach(uri -> text.append('\n')
                    .append(service.getName())
                    .append("  ")
                    .append(opened.door().address().endpoint())
                    .append(uri));
        }
        return text.toString();
    }
}
