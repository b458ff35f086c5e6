package network.millrace.ledger.modules.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.state.Scan;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.provider.v1.Provider;

/** What other modules may know of registrations. */
public final class Providers {
    private final ProviderState state;
    private final List<RegistrationGuard> guards = new ArrayList<>();

    Providers(ProviderState state) {
        this.state = state;
    }

    /** Asks to be heard before a registration changes; at wiring time only. */
    public void guard(RegistrationGuard guard) {
        guards.add(guard);
    }

    public Optional<Provider> find(Context context, Address provider) {
        return state.provider(context, provider);
    }

    /** All of them, by address. */
    public Scan<Address, Provider> all(Context context) {
        return state.providers(context);
    }

    /** The first objection to a change, if any. */
    Optional<String> objection(Context context, Address provider, Provider present, Provider proposed) {
        return guards.stream()
                .map(guard -> guard.objection(context, provider, present, proposed))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
