package network.millrace.agent.access;

import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import network.millrace.client.access.AccessClaims;
import network.millrace.client.access.AccessToken;
import network.millrace.protocol.address.Address;

/**
 * Tokens that have opened the door, until they expire by themselves. When too many are remembered new ones are refused: forgetting
 * one early would let it be used again. Guarded by itself.
 */
final class UsedTokens {

    private record Name(Address issuer, String id) {}

    /** What became of a token. */
    enum Use {
        FIRST,
        AGAIN,
        TOO_MANY
    }

    private final Map<Name, Instant> expiries = new HashMap<>();
    private final int most;
    private Instant nextSweep = Instant.MIN;

    UsedTokens(int most) {
        this.most = most;
    }

    synchronized Use use(AccessClaims claims, Instant now) {
        sweep(now);
        Name name = new Name(claims.issuer(), claims.id());
        if (expiries.containsKey(name)) {
            return Use.AGAIN;
        }
        if (expiries.size() >= most) {
            return Use.TOO_MANY;
        }
        expiries.put(name, claims.expires().plus(AccessToken.CLOCK_SKEW));
        return Use.FIRST;
    }

    private void sweep(Instant now) {
        if (expiries.size() < most && now.isBefore(nextSweep)) {
            return;
        }
        nextSweep = now.plus(AccessToken.CLOCK_SKEW);
        for (Iterator<Instant> each = expiries.values().iterator(); each.hasNext(); ) {
            // A token is taken until its expiry and the allowance for clocks are over, and remembered as long.
            if (each.next().isBefore(now)) {
                each.remove();
            }
        }
    }
}
