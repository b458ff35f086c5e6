package network.millrace.cli.local;

import java.util.List;
import network.millrace.ledger.genesis.DevelopmentGenesis;
import network.millrace.ledger.genesis.Endowment;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.money.Coins;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;

/** The first state of a development network. */
public final class NewNetwork {
    private static final long MIL = 1_000_000L * 1_000_000;
    private static final long USD = 10_000L * 1_000_000;

    private NewNetwork() {}

    /** What a funded account starts with. */
    public static Endowment endowment(Address address) {
        return new Endowment(address, Coins.of(Money.of(Denom.UMIL, MIL)).plus(Money.of(Denom.UUSD, USD)));
    }

    /** Every parameter at its default. */
    public static Genesis genesis(String chainId, long timeMs, List<Endowment> endowments) {
        return DevelopmentGenesis.of(chainId, timeMs, endowments);
    }
}
