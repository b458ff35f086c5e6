package network.millrace.cli.market;

import java.util.Optional;
import network.millrace.cli.command.NetworkCommand;
import network.millrace.cli.market.LeaseOptions.Opened;
import network.millrace.cli.output.Progress;
import network.millrace.cli.output.Terminal;
import network.millrace.client.Network;
import network.millrace.client.access.DoorStream;
import network.millrace.protocol.access.v1.LogLine;
import network.millrace.protocol.registry.JsonMapping;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "logs",
        description = "Show what a lease's services wrote. With --output json: one object a line.",
        footer = {"", "Example:", "  millrace lease logs 7 -f --from tenant"})
final class LeaseLogsCommand extends NetworkCommand {
    @Mixin
    private LeaseOptions options = new LeaseOptions();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on as new lines come, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = "--tail",
            paramLabel = "N",
            defaultValue = "0",
            description = "Begin with the newest N lines; 0 = with all there are.")
    private int tail;

    @Option(names = "--service", paramLabel = "NAME", defaultValue = "", description = "Only this service's.")
    private String service = "";

    LeaseLogsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute(Network network, Progress progress) throws InterruptedException {
        try (Opened opened = options.open(network, home(), terminal());
                DoorStream<LogLine> lines = opened.door().logs(opened.lease(), service, follow, 0, tail)) {
            for (Optional<LogLine> line = lines.next(); line.isPresent(); line = lines.next()) {
                terminal()
                        .out()
                        .println(answersJson() ? JsonMapping.print(line.orElseThrow()) : text(line.orElseThrow()));
            }
        }
    }

    private String text(LogLine line) {
        return service.isEmpty() ? line.getService() + "  " + line.getText() : line.getText();
    }

    @Override
    protected boolean streams() {
        return true;
    }
}
