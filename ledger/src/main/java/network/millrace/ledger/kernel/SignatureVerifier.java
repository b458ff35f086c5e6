package network.millrace.ledger.kernel;

/**
 * Decides whether a signature is valid. The seam at which a node puts in a cache of what it has verified already, or
 * verifies a whole block in parallel before it is applied. The answer must not depend on anything but the check.
 */
@FunctionalInterface
public interface SignatureVerifier {
    boolean isValid(SignatureCheck check);

    /** Verifies each check when asked. */
    static SignatureVerifier atOnce() {
        return SignatureCheck::isValid;
    }
}
