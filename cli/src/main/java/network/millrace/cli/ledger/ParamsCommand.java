package network.millrace.cli.ledger;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import network.millrace.cli.command.NetworkCommand;
import network.millrace.cli.output.Json;
import network.millrace.cli.output.Progress;
import network.millrace.cli.output.Table;
import network.millrace.cli.output.Terminal;
import network.millrace.client.Network;
import network.millrace.protocol.cosmos.base.v1beta1.Coin;
import network.millrace.protocol.ledger.v1.ModuleParams;
import network.millrace.protocol.ledger.v1.QueryParamsRequest;
import network.millrace.protocol.ledger.v1.QueryParamsResponse;
import network.millrace.protocol.market.v1.DenomAlias;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.registry.JsonMapping;
import network.millrace.protocol.registry.MessageTypes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "params",
        description = "Show the network's parameters: limits, windows, fees, deposits.",
        footer = {"", "Example:", "  millrace params market"})
public final class ParamsCommand extends NetworkCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "MODULE",
            defaultValue = "",
            description = "Only this module's, such as market or escrow.")
    private String module = "";

    public ParamsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute(Network network, Progress progress) {
        QueryParamsRequest request =
                QueryParamsRequest.newBuilder().setModule(module).build();
        QueryParamsResponse answer =
                network.query("kernel", "Params", request, QueryParamsResponse.getDefaultInstance());
        show(() -> table(answer).text(terminal()), () -> new Json.Raw(JsonMapping.print(answer)));
    }

    private static Table table(QueryParamsResponse answer) {
        Table table = Table.of("MODULE", "PARAMETER", "VALUE");
        if (answer.hasKernel()) {
            addRows(table, "kernel", answer.getKernel());
        }
        for (ModuleParams params : answer.getModulesList()) {
            addRows(table, params.getModule(), MessageTypes.unpack(params.getParams()));
        }
        return table;
    }

    private static void addRows(Table table, String module, Message params) {
        for (FieldDescriptor field : params.getDescriptorForType().getFields()) {
            table.row(module, field.getName(), text(params, field));
        }
    }

    /** Prices are kept as whole numbers of 10^-18 of a micro-unit, which nobody can read. */
    private static String text(Message params, FieldDescriptor field) {
        return params instanceof network.millrace.protocol.fees.v1.Params fees
                        && field.getNumber() == network.millrace.protocol.fees.v1.Params.MIN_GAS_PRICE_FIELD_NUMBER
                ? Price.ofScaled(new Denom(fees.getFeeDenom()), fees.getMinGasPrice())
                        .toString()
                : text(params.getField(field));
    }

    private static String text(Object value) {
        return switch (value) {
            case Coin coin -> coin.getAmount() + coin.getDenom();
            case DenomAlias alias -> alias.getFrom() + "=" + alias.getTo();
            case Message message -> JsonMapping.print(message);
            case List<?> list ->
                String.join(", ", list.stream().map(ParamsCommand::text).toList());
            default -> value.toString();
        };
    }
}
