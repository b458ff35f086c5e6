package network.millrace.ledger.modules.reputation;

import java.math.BigInteger;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.reputation.v1.Pair;
import network.millrace.protocol.reputation.v1.Params;
import network.millrace.protocol.reputation.v1.Record;

/** What records and pairs can do. Pure. */
final class Records {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final BigInteger BASIS = BigInteger.valueOf(10_000);

    private Records() {}

    static Record newcomer(Address provider, Params params, long nowMs) {
        return Record.newBuilder()
                .setProvider(provider.toString())
                .setWeightKept("0")
                .setWeightBroken("0")
                .setDecayedAtMs(nowMs)
                .setScorePpm(params.getNewcomerScorePpm())
                .build();
    }

    static Pair stranger(Address provider, Address tenant, long nowMs) {
        return Pair.newBuilder()
                .setProvider(provider.toString())
                .setTenant(tenant.toString())
                .setWeight("0")
                .setWeightBroken("0")
                .setDecayedAtMs(nowMs)
                .build();
    }

    static Record decayed(Record record, Params params, long nowMs) {
        Decay decay = decay(record.getDecayedAtMs(), params, nowMs);
        if (decay.steps() == 0) {
            return record;
        }
        return scored(
                record.toBuilder()
                        .setWeightKept(
                                decay.of(new BigInteger(record.getWeightKept())).toString())
                        .setWeightBroken(decay.of(new BigInteger(record.getWeightBroken()))
                                .toString())
                        .setDecayedAtMs(decay.atMs())
                        .build(),
                params);
    }

    static Pair decayed(Pair pair, Params params, long nowMs) {
        Decay decay = decay(pair.getDecayedAtMs(), params, nowMs);
        if (decay.steps() == 0) {
            return pair;
        }
        return pair.toBuilder()
                .setWeight(decay.of(new BigInteger(pair.getWeight())).toString())
                .setWeightBroken(
                        decay.of(new BigInteger(pair.getWeightBroken())).toString())
                .setDecayedAtMs(decay.atMs())
                .build();
    }

    /** What a pair may still give of a weight: the cap less what it has given. */
    static BigInteger capped(BigInteger weight, String given, Params params) {
        BigInteger room = new BigInteger(params.getPairWeightMax()).subtract(new BigInteger(given));
        return weight.min(room).max(BigInteger.ZERO);
    }

    static Record kept(Record record, BigInteger weight, Params params) {
        return scored(
                record.toBuilder()
                        .setLeasesKept(record.getLeasesKept() + 1)
                        .setWeightKept(new BigInteger(record.getWeightKept())
                                .add(weight)
                                .toString())
                        .build(),
                params);
    }

    static Record broken(Record record, BigInteger weight, Params params) {
        return scored(
                record.toBuilder()
                        .setLeasesBroken(record.getLeasesBroken() + 1)
                        .setWeightBroken(new BigInteger(record.getWeightBroken())
                                .add(weight)
                                .toString())
                        .build(),
                params);
    }

    /** The record with the score that follows from its weights. */
    static Record scored(Record record, Params params) {
        BigInteger prior = new BigInteger(params.getNewcomerWeight());
        BigInteger kept = new BigInteger(record.getWeightKept());
        BigInteger broken = new BigInteger(record.getWeightBroken())
                .multiply(BigInteger.valueOf(params.getBrokenFactorBasisPoints()))
                .divide(BASIS);
        BigInteger good =
                prior.multiply(BigInteger.valueOf(params.getNewcomerScorePpm())).add(kept.multiply(MILLION));
        BigInteger all = prior.add(kept).add(broken);
        return record.toBuilder().setScorePpm(good.divide(all).intValueExact()).build();
    }

    private static Decay decay(long fromMs, Params params, long nowMs) {
        return Decay.between(fromMs, nowMs, params.getDecayIntervalMs(), params.getDecayShift());
    }
}
