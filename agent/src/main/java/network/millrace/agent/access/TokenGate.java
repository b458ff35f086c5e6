package network.millrace.agent.access;

import java.time.Instant;
import java.time.InstantSource;
import network.millrace.client.NetworkException;
import network.millrace.client.access.AccessClaims;
import network.millrace.client.access.AccessDeniedException;
import network.millrace.client.access.AccessScope;
import network.millrace.client.access.AccessToken;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.PublicKey;
import network.millrace.protocol.ids.DeploymentId;

/** Decides whether an Authorization header opens the door for one thing. Safe for use by several threads. */
final class TokenGate {

    private final Address provider;
    private final TenantKeys keys;
    private final InstantSource clock;
    private final UsedTokens used;

    TokenGate(Address provider, TenantKeys ledger, UsedTokens used, InstantSource clock) {
        this.provider = provider;
        this.keys = new CachedKeys(ledger);
        this.used = used;
        this.clock = clock;
    }

    /** @throws DoorRefusal unless the header holds a token of the deployment's owner that allows this here, used for the first time */
    void require(String authorization, DeploymentId deployment, AccessScope scope) {
        String token = AccessToken.ofHeader(authorization)
                .orElseThrow(() -> new DoorRefusal(
                        DoorError.TOKEN_MISSING,
                        "this needs a header \"Authorization: Bearer <token>\" with a token that the deployment's owner has"
                                + " signed for provider " + provider + " and " + scope));
        Instant now = clock.instant();
        AccessClaims claims = verified(token, now);
        try {
            claims.require(provider, deployment, scope);
        } catch (AccessDeniedException e) {
            throw new DoorRefusal(DoorError.TOKEN_FOR_ANOTHER, e.getMessage());
        }
        switch (used.use(claims, now)) {
            case FIRST -> {}
            case AGAIN ->
                throw new DoorRefusal(
                        DoorError.TOKEN_USED, "the token was used before; sign a new one for each request");
            case TOO_MANY ->
                throw new DoorRefusal(DoorError.BUSY, "too many tokens were used in the last minutes; try again later");
        }
    }

    private AccessClaims verified(String token, Instant now) {
        try {
            Address issuer = AccessToken.issuer(token);
            return AccessToken.verify(token, key(issuer), now);
        } catch (AccessDeniedException e) {
            throw new DoorRefusal(DoorError.TOKEN_REFUSED, e.getMessage());
        }
    }

    private PublicKey key(Address issuer) {
        try {
            return keys.key(issuer)
                    .orElseThrow(() -> new DoorRefusal(
                            DoorError.TOKEN_REFUSED, "the ledger has no public key of the token's issuer " + issuer));
        } catch (NetworkException e) {
            throw new DoorRefusal(
                    DoorError.LEDGER_SILENT,
                    "the ledger cannot be asked for the key of " + issuer + " now; try again: " + e.getMessage());
        }
    }
}
