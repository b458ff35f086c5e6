package network.millrace.protocol.tx;

/** What can be wrong with a transaction's bytes before any state is looked at. */
public enum TransactionProblem {
    /** Not a transaction at all: truncated, wrong wire types, invalid UTF-8. */
    UNDECODABLE,
    /** A field that the type does not have. Accepting it would let a signer be shown less than is executed. */
    UNKNOWN_FIELD,
    /** Another encoding of the same content exists, so the hash could be changed without the signer. */
    NOT_CANONICAL,
    /** A message type that this network does not have, or that cannot stand in a transaction. */
    UNKNOWN_MESSAGE,
    /** Messages, signers or signatures are missing, or do not fit each other. */
    INCOMPLETE,
    /** A sign mode other than SIGN_MODE_DIRECT, or a key that is not secp256k1. */
    UNSUPPORTED_SIGNATURE
}
