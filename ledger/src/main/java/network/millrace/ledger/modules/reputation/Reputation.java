package network.millrace.ledger.modules.reputation;

import java.math.BigInteger;
import network.millrace.ledger.kernel.Context;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.money.Amount;
import network.millrace.protocol.reputation.v1.Pair;
import network.millrace.protocol.reputation.v1.Params;
import network.millrace.protocol.reputation.v1.Record;
import network.millrace.protocol.reputation.v1.ReputationChanged;

/** What other modules do with reputation. */
public final class Reputation {
    private final ReputationState state;

    Reputation(ReputationState state) {
        this.state = state;
    }

    /** A provider's score now, in parts per million. */
    public int scorePpm(Context context, Address provider) {
        return record(context, provider).getScorePpm();
    }

    /**
     * A lease ended well.
     *
     * @param fee what it paid to the treasury in all
     */
    public void kept(Context context, Address provider, Address tenant, Amount fee) {
        Params params = state.params.get(context);
        Record record = record(context, provider);
        Pair pair = pair(context, provider, tenant);
        BigInteger weight = Records.capped(fee.value(), pair.getWeight(), params);
        BigInteger given = new BigInteger(pair.getWeight()).add(weight);
        save(context, record, Records.kept(record, weight, params), true, weight);
        state.save(context, pair.toBuilder().setWeight(given.toString()).build());
    }

    /** A lease ended, or never started, by the provider's fault. */
    public void broken(Context context, Address provider, Address tenant, Amount fee) {
        Params params = state.params.get(context);
        Record record = record(context, provider);
        Pair pair = pair(context, provider, tenant);
        BigInteger blame = fee.value().max(new BigInteger(params.getBrokenWeightMin()));
        BigInteger weight = Records.capped(blame, pair.getWeightBroken(), params);
        BigInteger given = new BigInteger(pair.getWeightBroken()).add(weight);
        save(context, record, Records.broken(record, weight, params), false, weight);
        state.save(context, pair.toBuilder().setWeightBroken(given.toString()).build());
    }

    /** The record as of now: decayed, and a newcomer's when there is none. */
    Record record(Context context, Address provider) {
        Params params = state.params.get(context);
        return state.record(context, provider)
                .map(record -> Records.decayed(record, params, context.billedMs()))
                .orElseGet(() -> Records.newcomer(provider, params, context.billedMs()));
    }

    private Pair pair(Context context, Address provider, Address tenant) {
        Params params = state.params.get(context);
        return state.pair(context, provider, tenant)
                .map(pair -> Records.decayed(pair, params, context.billedMs()))
                .orElseGet(() -> Records.stranger(provider, tenant, context.billedMs()));
    }

    private void save(Context context, Record before, Record after, boolean kept, BigInteger weight) {
        state.save(context, after);
        context.emit(ReputationChanged.newBuilder()
                .setProvider(after.getProvider())
                .setScorePpmBefore(before.getScorePpm())
                .setScorePpmAfter(after.getScorePpm())
                .setKept(kept)
                .setWeight(weight.toString())
                .build());
    }
}
