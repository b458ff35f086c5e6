package network.millrace.ledger.modules.escrow;

import java.util.Optional;
import java.util.stream.Stream;
import network.millrace.ledger.kernel.Context;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.escrow.v1.GenesisState;
import network.millrace.protocol.ids.LeaseId;

/** Export and import of the whole module. */
final class EscrowGenesis {
    private final EscrowState state;
    private final EscrowInvariants invariants;

    EscrowGenesis(EscrowState state, EscrowInvariants invariants) {
        this.state = state;
        this.invariants = invariants;
    }

    /** An empty module with the default parameters. */
    GenesisState defaults() {
        return GenesisState.newBuilder().setParams(state.params.defaults()).build();
    }

    void load(GenesisState genesis, Context context) {
        state.params.set(context, genesis.getParams());
        genesis.getAccountsList()
                .forEach(account -> state.accounts.put(context, EscrowId.of(account.getId()), account));
        genesis.getStreamsList().forEach(stream -> state.streams.put(context, lease(stream), stream));
        Stream.of(invariants.books(context), invariants.bankBalance(context))
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(violation -> {
                    throw new MalformedException("the escrow part of the genesis does not add up: " + violation);
                });
    }

    private static LeaseId lease(network.millrace.protocol.escrow.v1.Stream stream) {
        return LeaseId.parse(stream.getAccount().getId() + "/" + stream.getId());
    }

    GenesisState save(Context context) {
        var genesis = GenesisState.newBuilder().setParams(state.params.get(context));
        state.accounts.scan(context).forEach(row -> genesis.addAccounts(row.value()));
        state.streams.scan(context).forEach(row -> genesis.addStreams(row.value()));
        return genesis.build();
    }
}
