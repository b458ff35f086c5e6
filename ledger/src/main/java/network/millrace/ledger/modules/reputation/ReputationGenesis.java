package network.millrace.ledger.modules.reputation;

import network.millrace.ledger.kernel.Context;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.money.Amount;
import network.millrace.protocol.reputation.v1.GenesisState;

/** Export and import of the whole module. */
final class ReputationGenesis {
    private final ReputationState state;

    ReputationGenesis(ReputationState state) {
        this.state = state;
    }

    /** An empty module with the default parameters. */
    GenesisState defaults() {
        return GenesisState.newBuilder().setParams(state.params.defaults()).build();
    }

    /** @throws MalformedException when a weight is not an amount */
    void load(GenesisState genesis, Context context) {
        state.params.set(context, genesis.getParams());
        genesis.getRecordsList().forEach(record -> {
            Amount.parse(record.getWeightKept());
            Amount.parse(record.getWeightBroken());
            state.save(context, Records.scored(record, genesis.getParams()));
        });
        genesis.getPairsList().forEach(pair -> {
            Amount.parse(pair.getWeight());
            Amount.parse(pair.getWeightBroken());
            state.save(context, pair);
        });
    }

    GenesisState save(Context context) {
        var genesis = GenesisState.newBuilder().setParams(state.params.get(context));
        state.records(context).forEach(row -> genesis.addRecords(row.value()));
        state.pairs(context).forEach(row -> genesis.addPairs(row.value()));
        return genesis.build();
    }
}
