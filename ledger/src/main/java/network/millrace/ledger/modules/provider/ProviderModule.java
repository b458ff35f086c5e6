package network.millrace.ledger.modules.provider;

import network.millrace.ledger.kernel.LedgerModule;
import network.millrace.ledger.kernel.ModuleRegistry;
import network.millrace.protocol.provider.v1.MsgRegisterProvider;
import network.millrace.protocol.provider.v1.MsgUpdateProvider;
import network.millrace.protocol.provider.v1.QueryProviderRequest;
import network.millrace.protocol.provider.v1.QueryProvidersRequest;

/** Table of contents of the provider module. */
public final class ProviderModule implements LedgerModule {
    static final String NAME = "provider";

    private static final long GAS_REGISTER = 100_000;
    private static final long GAS_UPDATE = 200_000;

    private final ProviderState state = new ProviderState();
    private final Providers providers = new Providers(state);

    /** What other modules use. */
    public Providers providers() {
        return providers;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void register(ModuleRegistry registry) {
        var handler = new ProviderHandler(state, providers);
        var queries = new ProviderQueries(state);
        var genesis = new ProviderGenesis(state);

        registry.keys(state.keys);
        registry.errors(ProviderError.values());
        registry.params(state.params);
        registry.message(MsgRegisterProvider.getDefaultInstance(), GAS_REGISTER, handler::register);
        registry.message(MsgUpdateProvider.getDefaultInstance(), GAS_UPDATE, handler::update);
        registry.query(QueryProviderRequest.getDefaultInstance(), queries::provider);
        registry.query(QueryProvidersRequest.getDefaultInstance(), queries::providers);
        registry.genesis(genesis.defaults(), genesis::load, genesis::save);
    }
}
