package network.millrace.ledger.modules.fees;

import java.math.BigInteger;
import network.millrace.ledger.kernel.Bounds;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.fees.v1.Params;
import network.millrace.protocol.money.Denom;

/** The fees' parameters. */
final class FeesParams {
    /** Least gas prices are given in so many parts of a micro-unit. */
    static final BigInteger PRICE_SCALE = BigInteger.TEN.pow(18);

    static final int BASIS_POINTS = 10_000;
    private static final int LEASE_FEE_MAX = 5_000;
    private static final BigInteger GAS_PRICE_MAX = BigInteger.TEN.pow(24);

    /** 0.025 umil a unit of gas; 5 % of what a lease pays. */
    static final Params DEFAULTS = Params.newBuilder()
            .setFeeDenom(Denom.UMIL.value())
            .setMinGasPrice("25000000000000000")
            .setLeaseFeeBasisPoints(500)
            .build();

    private FeesParams() {}

    static Bounds<Params> bounds() {
        return Bounds.of(Params.getDefaultInstance())
                .between("min_gas_price", BigInteger.ZERO, GAS_PRICE_MAX)
                .between("lease_fee_basis_points", 0, LEASE_FEE_MAX)
                .require("fee_denom must be a denomination", params -> isDenom(params.getFeeDenom()));
    }

    private static boolean isDenom(String text) {
        try {
            return new Denom(text).value().equals(text);
        } catch (MalformedException e) {
            return false;
        }
    }
}
