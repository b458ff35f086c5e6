package network.millrace.ledger.modules.provider;

import java.util.Optional;
import network.millrace.ledger.kernel.Context;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.provider.v1.Provider;

/** Has a say before a registration changes. Owned here, implemented by modules that rely on registrations. */
@FunctionalInterface
public interface RegistrationGuard {
    /** Why the change must not be, as a sentence; empty when there is nothing against it. */
    Optional<String> objection(Context context, Address provider, Provider present, Provider proposed);
}
