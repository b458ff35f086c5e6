package network.millrace.agent.shell;

import java.util.Optional;
import network.millrace.agent.access.TenantKeys;
import network.millrace.client.Network;
import network.millrace.client.RefusedException;
import network.millrace.protocol.accounts.v1.QueryAccountRequest;
import network.millrace.protocol.accounts.v1.QueryAccountResponse;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.PublicKey;

/** Asks the ledger for the public keys of accounts. */
public record LedgerKeys(Network network) implements TenantKeys {

    @Override
    public Optional<PublicKey> key(Address account) {
        try {
            QueryAccountResponse answer = network.query(
                    "accounts",
                    "Account",
                    QueryAccountRequest.newBuilder()
                            .setAddress(account.toString())
                            .build(),
                    QueryAccountResponse.getDefaultInstance());
            return answer.getAccount().getPublicKey().isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            PublicKey.of(answer.getAccount().getPublicKey().toByteArray()));
        } catch (RefusedException e) {
            if (e.codespace().equals("accounts")) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
