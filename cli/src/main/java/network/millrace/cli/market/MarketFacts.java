package network.millrace.cli.market;

import com.google.protobuf.Message;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import network.millrace.cli.command.CommandFailure;
import network.millrace.client.Network;
import network.millrace.client.sdl.Denominations;
import network.millrace.protocol.ledger.v1.QueryParamsRequest;
import network.millrace.protocol.ledger.v1.QueryParamsResponse;
import network.millrace.protocol.market.v1.Params;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.registry.MessageTypes;

/** The market's parameters, as far as a tenant must know them. */
public record MarketFacts(Params params) {
    private static final long USUAL_DEPOSITS = 10;

    public static MarketFacts of(Network network) {
        if (!(params(network, "market") instanceof Params params)) {
            throw CommandFailure.failed("this network's ledger has no market");
        }
        return new MarketFacts(params);
    }

    /** The span of billed time that a price is for. */
    public static Duration pricingPeriod(Network network) {
        if (!(params(network, "escrow") instanceof network.millrace.protocol.escrow.v1.Params params)) {
            throw CommandFailure.failed("this network's ledger has no escrow");
        }
        return Duration.ofMillis(params.getPricingPeriodMs());
    }

    private static Message params(Network network, String module) {
        QueryParamsResponse answer = network.query(
                "kernel",
                "Params",
                QueryParamsRequest.newBuilder().setModule(module).build(),
                QueryParamsResponse.getDefaultInstance());
        if (answer.getModulesCount() != 1) {
            throw CommandFailure.failed("this network's ledger has no " + module);
        }
        return MessageTypes.unpack(answer.getModules(0).getParams());
    }

    /** In what leases can be priced. */
    public Denominations denominations() {
        Map<String, String> aliases = new LinkedHashMap<>();
        params.getDenomAliasesList().forEach(alias -> aliases.put(alias.getFrom(), alias.getTo()));
        return new Denominations(
                aliases,
                Set.copyOf(params.getDeploymentDepositMinList().stream()
                        .map(coin -> coin.getDenom())
                        .toList()));
    }

    /** Ten times the least deposit in this denomination. */
    Money usualDeposit(String denom) {
        return params.getDeploymentDepositMinList().stream()
                .map(Money::of)
                .filter(least -> least.denom().value().equals(denom))
                .findFirst()
                .map(least -> Money.parse(least.amount().value().multiply(BigInteger.valueOf(USUAL_DEPOSITS)) + denom))
                .orElseThrow(() -> CommandFailure.missing("this network takes no deposits in " + denom));
    }
}
