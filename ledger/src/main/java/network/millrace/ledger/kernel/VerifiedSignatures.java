package network.millrace.ledger.kernel;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers signatures found valid, so that what was verified for admission is not verified again in the block. Keeps
 * the newest ones up to a limit. Any thread may use it.
 */
public final class VerifiedSignatures implements SignatureVerifier {
    private final SignatureVerifier verifier;
    private final Map<SignatureCheck.Id, Boolean> valid;

    /** @param limit how many signatures are remembered */
    public VerifiedSignatures(SignatureVerifier verifier, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("expected room for at least 1 signature, came " + limit);
        }
        this.verifier = verifier;
        this.valid = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<SignatureCheck.Id, Boolean> eldest) {
                return size() > limit;
            }
        };
    }

    @Override
    public boolean isValid(SignatureCheck check) {
        if (isRemembered(check.id())) {
            return true;
        }
        boolean isValid = verifier.isValid(check);
        if (isValid) {
            remember(check.id());
        }
        return isValid;
    }

    private synchronized boolean isRemembered(SignatureCheck.Id check) {
        return valid.containsKey(check);
    }

    private synchronized void remember(SignatureCheck.Id check) {
        valid.put(check, true);
    }
}
