package network.millrace.simulation.scenarios;

import java.time.Duration;
import java.util.List;
import network.millrace.ledger.Modules;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.ledger.v1.ModuleGenesis;
import network.millrace.protocol.market.v1.GenesisState;
import network.millrace.protocol.market.v1.Params;
import network.millrace.protocol.registry.MessageTypes;
import network.millrace.simulation.world.Draw;

/**
 * What a network agreed on before it began.
 *
 * @param tick longest time between two blocks
 * @param market parameters of the market
 */
public record NetworkTerms(Duration tick, Params market) {
    private static final String MARKET = "market";

    /** The parameters of a development network, and a block every ten seconds at the latest. */
    public static NetworkTerms standard() {
        return new NetworkTerms(Duration.ofSeconds(10), defaults());
    }

    /** Parameters within their bounds that bring limits into reach: full books, short windows, orders that expire. */
    static NetworkTerms drawn(Draw draw) {
        Params.Builder market = defaults().toBuilder();
        if (draw.chance(500_000)) {
            long windowMs = draw.between(0, 20_000);
            market.setBidWindowMs(windowMs)
                    .setOrderLifetimeMs(windowMs + draw.between(60_000, 1_200_000))
                    .setReadyTimeoutMs(draw.between(30_000, 300_000))
                    .setOrderBidsMax((int) draw.between(1, 4))
                    .setUndercutBasisPoints((int) draw.between(0, 1_000))
                    .setAwardAttemptsMax((int) draw.between(1, 4))
                    .setDeadlinesPerBlockMax(draw.pick(List.of(1, 2, 1_000)))
                    .setBidForfeitBasisPoints(draw.pick(List.of(0, 1_000, 10_000)));
        }
        return new NetworkTerms(Duration.ofSeconds(draw.between(2, 30)), market.build());
    }

    /** The genesis of a network on these terms, without any accounts. */
    Genesis genesis() {
        Genesis.Builder genesis = Modules.all().defaultGenesis().toBuilder();
        for (ModuleGenesis.Builder module : genesis.getModulesBuilderList()) {
            if (module.getModule().equals(MARKET)) {
                module.setState(MessageTypes.pack(
                        GenesisState.newBuilder().setParams(market).build()));
            }
        }
        return genesis.build();
    }

    private static Params defaults() {
        for (ModuleGenesis module : Modules.all().defaultGenesis().getModulesList()) {
            if (module.getModule().equals(MARKET)) {
                return ((GenesisState) MessageTypes.unpack(module.getState())).getParams();
            }
        }
        throw new IllegalStateException("the ledger has no module " + MARKET);
    }
}
