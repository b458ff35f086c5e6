package network.millrace.agent.access;

import java.util.Optional;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.PublicKey;

/** The ledger's public keys of accounts. */
@FunctionalInterface
public interface TenantKeys {

    /**
     * The key of an account; empty when the ledger knows none.
     *
     * @throws network.millrace.client.NetworkException when the ledger cannot be asked
     */
    Optional<PublicKey> key(Address account);
}
