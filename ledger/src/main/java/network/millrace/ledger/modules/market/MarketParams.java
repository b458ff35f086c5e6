package network.millrace.ledger.modules.market;

import java.util.List;
import java.util.TreeSet;
import network.millrace.ledger.kernel.Bounds;
import network.millrace.ledger.kernel.ModuleParams;
import network.millrace.ledger.state.Keyspace;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.cosmos.base.v1beta1.Coin;
import network.millrace.protocol.market.v1.DenomAlias;
import network.millrace.protocol.market.v1.Params;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;

/** Defaults and bounds. */
final class MarketParams {
    private static final long SECOND_MS = 1_000;
    private static final long HOUR_MS = 3_600_000;
    private static final int BASIS_POINTS = 10_000;

    private static final Params DEFAULTS = Params.newBuilder()
            .addDeploymentDepositMin(Money.of(Denom.UUSD, 500_000).toProto())
            .addDenomAliases(DenomAlias.newBuilder().setFrom("uact").setTo(Denom.UUSD.value()))
            .setBidWindowMs(5 * SECOND_MS)
            .setOrderLifetimeMs(HOUR_MS)
            .setReadyTimeoutMs(300 * SECOND_MS)
            .setOrderBidsMax(20)
            .setGroupsMax(20)
            .setResourceUnitsMax(20)
            .setOrderFee(Money.of(Denom.UUSD, 1_000).toProto())
            .setBidDepositMin(Money.of(Denom.UUSD, 100_000).toProto())
            .setBidDepositPeriods(600)
            .setBidForfeitBasisPoints(1_000)
            .setUndercutBasisPoints(100)
            .setWeightPrice(6_000)
            .setWeightHardware(1_000)
            .setWeightPlace(500)
            .setWeightReliability(2_500)
            .setAttributesMax(100)
            .setAwardAttemptsMax(3)
            .setDeadlinesPerBlockMax(1_000)
            .build();

    private MarketParams() {}

    static ModuleParams<Params> in(Keyspace keys) {
        return new ModuleParams<>(
                keys,
                DEFAULTS,
                Bounds.of(Params.getDefaultInstance())
                        .between("bid_window_ms", 0, HOUR_MS)
                        .between("order_lifetime_ms", SECOND_MS, 30 * 24 * HOUR_MS)
                        .between("ready_timeout_ms", SECOND_MS, 24 * HOUR_MS)
                        .between("order_bids_max", 1, 500)
                        .between("groups_max", 1, 2_000)
                        .between("resource_units_max", 1, 200)
                        .between("bid_deposit_periods", 0, 1_000_000)
                        .between("bid_forfeit_basis_points", 0, BASIS_POINTS)
                        .between("undercut_basis_points", 0, BASIS_POINTS)
                        .between("weight_price", 0, BASIS_POINTS)
                        .between("weight_hardware", 0, BASIS_POINTS)
                        .between("weight_place", 0, BASIS_POINTS)
                        .between("weight_reliability", 0, BASIS_POINTS)
                        .between("attributes_max", 1, 1_000)
                        .between("award_attempts_max", 1, 20)
                        .between("deadlines_per_block_max", 1, 100_000)
                        .require("an order must live longer than its bid window", MarketParams::outlivesWindow)
                        .require("the weights of the score must not all be zero", MarketParams::weighsSomething)
                        .require(
                                "deployment_deposit_min must list each denomination that prices leases once, with an amount"
                                        + " above zero",
                                MarketParams::depositsHold)
                        .require(
                                "denom_aliases must lead to denominations of deployment_deposit_min, from others, each once",
                                MarketParams::aliasesHold)
                        .require("order_fee must be money", params -> isMoney(params.getOrderFee()))
                        .require(
                                "bid_deposit_min must be money above zero",
                                params -> isPositive(params.getBidDepositMin())));
    }

    private static boolean outlivesWindow(Params params) {
        return params.getOrderLifetimeMs() > params.getBidWindowMs();
    }

    private static boolean weighsSomething(Params params) {
        return params.getWeightPrice()
                        + params.getWeightHardware()
                        + params.getWeightPlace()
                        + params.getWeightReliability()
                > 0;
    }

    private static boolean depositsHold(Params params) {
        List<Coin> deposits = params.getDeploymentDepositMinList();
        var seen = new TreeSet<String>();
        return !deposits.isEmpty() && deposits.stream().allMatch(coin -> isPositive(coin) && seen.add(coin.getDenom()));
    }

    private static boolean aliasesHold(Params params) {
        List<String> known = params.getDeploymentDepositMinList().stream()
                .map(Coin::getDenom)
                .toList();
        var names = new TreeSet<>(known);
        return params.getDenomAliasesList().stream()
                .allMatch(alias ->
                        known.contains(alias.getTo()) && isDenom(alias.getFrom()) && names.add(alias.getFrom()));
    }

    private static boolean isPositive(Coin coin) {
        return isMoney(coin) && Money.of(coin).amount().isPositive();
    }

    private static boolean isDenom(String name) {
        try {
            return new Denom(name).value().equals(name);
        } catch (MalformedException malformed) {
            return false;
        }
    }

    private static boolean isMoney(Coin coin) {
        try {
            return Money.of(coin).toProto().equals(coin);
        } catch (MalformedException malformed) {
            return false;
        }
    }
}
