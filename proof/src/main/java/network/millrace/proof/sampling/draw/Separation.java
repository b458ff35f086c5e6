package network.millrace.proof.sampling.draw;

/**
 * Whether two parties show no sign of being one: no common /24 subnet, no common funding address. What the signs are is the
 * caller's; the answer must be the same on every node and for both orders. Best effort: a sign is easily avoided by
 * whoever wants to, so that parties are parted where possible, and the stake is what protects.
 */
@FunctionalInterface
public interface Separation {
    /** No sign is known of anybody. */
    Separation NONE = (one, other) -> true;

    boolean apart(Party one, Party other);
}
