package network.millrace.ledger.modules.provider;

import network.millrace.ledger.kernel.Context;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.provider.v1.Fingerprint;
import network.millrace.protocol.provider.v1.GenesisState;
import network.millrace.protocol.provider.v1.Provider;

/** Export and import of the whole module. */
final class ProviderGenesis {
    private final ProviderState state;

    ProviderGenesis(ProviderState state) {
        this.state = state;
    }

    /** An empty module with the default parameters. */
    GenesisState defaults() {
        return GenesisState.newBuilder().setParams(state.params.defaults()).build();
    }

    void load(GenesisState genesis, Context context) {
        state.params.set(context, genesis.getParams());
        for (Provider provider : genesis.getProvidersList()) {
            Registrations.check(provider, state.params.get(context));
            requireNew(provider, context);
            state.save(context, provider);
        }
    }

    private void requireNew(Provider provider, Context context) {
        boolean known =
                state.provider(context, Address.parse(provider.getOwner())).isPresent();
        boolean taken = provider.getFingerprintsList().stream()
                .map(Fingerprint::getSha256)
                .anyMatch(sha256 -> state.ownerOf(context, sha256).isPresent());
        if (known || taken) {
            throw new MalformedException("the genesis lists provider " + provider.getOwner()
                    + " twice, or with a certificate of another provider");
        }
    }

    GenesisState save(Context context) {
        var genesis = GenesisState.newBuilder().setParams(state.params.get(context));
        state.providers(context).forEach(row -> genesis.addProviders(row.value()));
        return genesis.build();
    }
}
