package network.millrace.ledger.modules.reputation;

import java.math.BigInteger;
import java.util.Optional;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.kernel.LedgerModule;
import network.millrace.ledger.kernel.ModuleRegistry;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.reputation.v1.QueryRecordRequest;
import network.millrace.protocol.reputation.v1.QueryRecordResponse;

/** Table of contents of reputation. It has no messages: records follow from leases alone. */
public final class ReputationModule implements LedgerModule {
    static final String NAME = "reputation";

    private static final int PERFECT_PPM = 1_000_000;

    private final ReputationState state = new ReputationState();
    private final Reputation reputation = new Reputation(state);

    /** What other modules use. */
    public Reputation reputation() {
        return reputation;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void register(ModuleRegistry registry) {
        var genesis = new ReputationGenesis(state);
        registry.keys(state.keys);
        registry.params(state.params);
        registry.query(QueryRecordRequest.getDefaultInstance(), this::record);
        registry.genesis(genesis.defaults(), genesis::load, genesis::save);
        registry.invariant("weights are not negative and scores within the scale", this::withinScale);
    }

    /** A newcomer's record for whoever has none: every address could be a provider. */
    private QueryRecordResponse record(QueryRecordRequest request, Context context) {
        Address provider = Address.parse(request.getProvider());
        return QueryRecordResponse.newBuilder()
                .setRecord(reputation.record(context, provider))
                .build();
    }

    private Optional<String> withinScale(Context context) {
        for (var row : state.records(context)) {
            boolean holds = row.value().getScorePpm() >= 0
                    && row.value().getScorePpm() <= PERFECT_PPM
                    && new BigInteger(row.value().getWeightKept()).signum() >= 0
                    && new BigInteger(row.value().getWeightBroken()).signum() >= 0;
            if (!holds) {
                return Optional.of("a record is out of its scale: " + row.value());
            }
        }
        return Optional.empty();
    }
}
