package network.millrace.ledger.modules.provider;

import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.kernel.Rejection;
import network.millrace.ledger.state.Page;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.provider.v1.Provider;
import network.millrace.protocol.provider.v1.QueryProviderRequest;
import network.millrace.protocol.provider.v1.QueryProviderResponse;
import network.millrace.protocol.provider.v1.QueryProvidersRequest;
import network.millrace.protocol.provider.v1.QueryProvidersResponse;

/** Read-only answers. */
final class ProviderQueries {
    private final ProviderState state;

    ProviderQueries(ProviderState state) {
        this.state = state;
    }

    QueryProviderResponse provider(QueryProviderRequest request, Context context) {
        Address owner = Address.parse(request.getOwner());
        Provider provider = state.provider(context, owner)
                .orElseThrow(
                        () -> new Rejection(ProviderError.NOT_REGISTERED, owner + " is not registered as a provider"));
        return QueryProviderResponse.newBuilder().setProvider(provider).build();
    }

    QueryProvidersResponse providers(QueryProvidersRequest request, Context context) {
        var page = Page.of(state.providers(context), request.getPage());
        var response = QueryProvidersResponse.newBuilder().setPage(page.response());
        page.rows().forEach(row -> response.addProviders(row.value()));
        return response.build();
    }
}
