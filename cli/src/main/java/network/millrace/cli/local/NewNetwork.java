package network.millrace.cli.local;

import com.google.protobuf.Any;
import java.util.List;
import network.millrace.ledger.genesis.DevelopmentGenesis;
import network.millrace.ledger.genesis.Endowment;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.ledger.v1.ModuleGenesis;
import network.millrace.protocol.market.v1.GenesisState;
import network.millrace.protocol.money.Coins;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.registry.MessageTypes;
import network.millrace.protocol.reputation.v1.Record;

/** The first state of a development network. */
public final class NewNetwork {
    private static final long MIL = 1_000_000L * 1_000_000;
    private static final long USD = 10_000L * 1_000_000;

    private NewNetwork() {}

    /** How long the market waits, in milliseconds. */
    public record Waits(long bidWindowMs, long orderLifetimeMs) {}

    /** What a funded account starts with. */
    public static Endowment endowment(Address address) {
        return new Endowment(address, Coins.of(Money.of(Denom.UMIL, MIL), Money.of(Denom.UUSD, USD)));
    }

    /** Every parameter at its default. */
    public static Genesis genesis(String chainId, long timeMs, List<Endowment> endowments) {
        return DevelopmentGenesis.of(chainId, timeMs, endowments);
    }

    /** The same network with other waits, and with records of providers as if they had worked elsewhere before. */
    static Genesis tuned(Genesis genesis, Waits waits, List<Record> records) {
        Genesis.Builder tuned = genesis.toBuilder();
        for (ModuleGenesis.Builder part : tuned.getModulesBuilderList()) {
            switch (part.getModule()) {
                case "market" -> part.setState(market(part.getState(), waits));
                case "reputation" -> part.setState(reputation(part.getState(), records));
                default -> {}
            }
        }
        return tuned.build();
    }

    private static Any market(Any defaults, Waits waits) {
        GenesisState.Builder market = ((GenesisState) MessageTypes.unpack(defaults)).toBuilder();
        market.getParamsBuilder().setBidWindowMs(waits.bidWindowMs()).setOrderLifetimeMs(waits.orderLifetimeMs());
        return MessageTypes.pack(market.build());
    }

    private static Any reputation(Any defaults, List<Record> records) {
        var reputation =
                ((network.millrace.protocol.reputation.v1.GenesisState) MessageTypes.unpack(defaults)).toBuilder();
        return MessageTypes.pack(reputation.addAllRecords(records).build());
    }
}
