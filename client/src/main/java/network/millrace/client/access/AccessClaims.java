package network.millrace.client.access;

import java.time.Instant;
import java.util.Set;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ids.DeploymentId;

/**
 * What a token says: its issuer lets the bearer do these things with one deployment of the issuer's at one provider.
 *
 * @param id the token's own name (jti)
 */
public record AccessClaims(
        String id,
        Address provider,
        DeploymentId deployment,
        Set<AccessScope> scopes,
        Instant issuedAt,
        Instant notBefore,
        Instant expires) {
    public AccessClaims {
        scopes = Set.copyOf(scopes);
    }

    /** The tenant who signed, owner of the deployment. */
    public Address issuer() {
        return deployment.owner();
    }

    /**
     * Checks that these claims allow something at this provider.
     *
     * @throws AccessDeniedException naming what is allowed instead
     */
    public void require(Address atProvider, DeploymentId onDeployment, AccessScope scope) throws AccessDeniedException {
        if (!provider.equals(atProvider)) {
            throw new AccessDeniedException("the token is for provider " + provider + "; this is " + atProvider);
        }
        if (!deployment.equals(onDeployment)) {
            throw new AccessDeniedException(
                    "the token is for deployment " + deployment + "; this request is about " + onDeployment);
        }
        if (!scopes.contains(scope)) {
            throw new AccessDeniedException("the token does not allow " + scope + "; it allows "
                    + String.join(
                            ", ",
                            scopes.stream().map(AccessScope::toString).sorted().toList()));
        }
    }
}
