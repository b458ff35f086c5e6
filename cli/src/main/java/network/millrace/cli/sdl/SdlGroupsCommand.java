package network.millrace.cli.sdl;

import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.output.Json;
import network.millrace.cli.output.Table;
import network.millrace.cli.output.Terminal;
import network.millrace.client.sdl.SdlDocument;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.ResourceUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "groups",
        description = {
            "Show the groups that a document orders: what the ledger is told, and providers bid on.",
            "",
            "With --output json they have the shape of Akash's own types, prices in the document's denomination."
        },
        footer = {"", "Example:", "  millrace sdl groups web.yaml", "  millrace sdl groups web.yaml --output json"})
final class SdlGroupsCommand extends BaseCommand {
    @Mixin
    private OneDocument document = new OneDocument();

    SdlGroupsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() {
        SdlDocument read = document.read(terminal());
        show(() -> table(read).text(terminal()), () -> new Json.Raw(read.groupsJson()));
    }

    private static Table table(SdlDocument document) {
        Table table = Table.of("GROUP", ">UNIT", ">COUNT", "EACH", "OPEN", ">PRICE EACH", "PROVIDERS MUST");
        for (GroupSpec group : document.groups()) {
            for (ResourceUnit unit : group.getResourcesList()) {
                Needs needs = Needs.of(unit.getResource());
                table.row(
                        group.getName(),
                        unit.getResource().getId(),
                        Integer.toUnsignedString(unit.getCount()),
                        needs.text(),
                        Openings.ofUnit(unit.getResource()),
                        Price.of(unit.getPrice()).toString(),
                        String.join("; ", Demands.of(group)));
            }
        }
        return table;
    }
}
