package network.millrace.ledger.modules.escrow;

import network.millrace.ledger.kernel.Bounds;
import network.millrace.ledger.kernel.ModuleParams;
import network.millrace.ledger.state.Keyspace;
import network.millrace.protocol.escrow.v1.Params;

/** Defaults and bounds. */
final class EscrowParams {
    /** Akash's block: prices in SDL files are for so long. */
    private static final long PRICING_PERIOD_MS = 6_000;

    private static final long DAY_MS = 86_400_000;

    private static final Params DEFAULTS = Params.newBuilder()
            .setPricingPeriodMs(PRICING_PERIOD_MS)
            .setMaxDepositsPerAccount(32)
            .build();

    private EscrowParams() {}

    static ModuleParams<Params> in(Keyspace keys) {
        return new ModuleParams<>(
                keys,
                DEFAULTS,
                Bounds.of(Params.getDefaultInstance())
                        .between("pricing_period_ms", 1, DAY_MS)
                        .between("max_deposits_per_account", 1, 1_000));
    }
}
