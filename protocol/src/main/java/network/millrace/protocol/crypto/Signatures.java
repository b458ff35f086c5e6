package network.millrace.protocol.crypto;

/**
 * ECDSA over secp256k1 as the two implementations offer it. Callers have checked lengths: keys of 32 bytes, compressed
 * points of 33, digests of 32 and signatures of 64 (r ‖ s).
 */
interface Signatures {
    /** What it is called in {@code Secp256k1.implementation()}. */
    String name();

    /** Whether the number is a private key of the curve: from 1 to its order less one. */
    boolean isPrivateKey(byte[] key);

    /** Whether the 33 bytes are a compressed point of the curve. */
    boolean isPublicKey(byte[] compressed);

    byte[] publicKeyOf(byte[] privateKey);

    /** Deterministic (RFC 6979), low s. */
    byte[] sign(byte[] digest, byte[] privateKey);

    /** The caller has refused high s already; false also when the point is not on the curve. */
    boolean verify(byte[] digest, byte[] signature, byte[] publicKey);

    /** The key plus the tweak modulo the order of the curve (BIP 32); throws IllegalArgumentException at zero. */
    byte[] add(byte[] privateKey, byte[] tweak);
}
