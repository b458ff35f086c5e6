package network.millrace.ledger.modules.reputation;

import java.math.BigInteger;
import network.millrace.ledger.kernel.Bounds;
import network.millrace.ledger.kernel.ModuleParams;
import network.millrace.ledger.state.Keyspace;
import network.millrace.protocol.reputation.v1.Params;

/** Defaults and bounds. */
final class ReputationParams {
    private static final long MINUTE_MS = 60_000;
    private static final long DAY_MS = 86_400_000;
    private static final BigInteger WEIGHT_MAX = BigInteger.TEN.pow(30);

    /** A newcomer is never better than the middle of the scale. */
    private static final int NEWCOMER_SCORE_MAX_PPM = 500_000;

    /** Weights are micro-units of fee: 5 % of 20 dollars is a newcomer's inertia, of 200 the most a pair can give. */
    private static final Params DEFAULTS = Params.newBuilder()
            .setPairWeightMax("10000000")
            .setDecayIntervalMs(DAY_MS)
            .setDecayShift(6)
            .setNewcomerScorePpm(400_000)
            .setNewcomerWeight("1000000")
            .setBrokenFactorBasisPoints(30_000)
            .setBrokenWeightMin("50000")
            .build();

    private ReputationParams() {}

    static ModuleParams<Params> in(Keyspace keys) {
        return new ModuleParams<>(
                keys,
                DEFAULTS,
                Bounds.of(Params.getDefaultInstance())
                        .between("pair_weight_max", BigInteger.ONE, WEIGHT_MAX)
                        .between("decay_interval_ms", MINUTE_MS, 365 * DAY_MS)
                        .between("decay_shift", 1, 10)
                        .between("newcomer_score_ppm", 0, NEWCOMER_SCORE_MAX_PPM)
                        .between("newcomer_weight", BigInteger.ONE, WEIGHT_MAX)
                        .between("broken_factor_basis_points", 10_000, 1_000_000)
                        .between("broken_weight_min", BigInteger.ZERO, WEIGHT_MAX));
    }
}
