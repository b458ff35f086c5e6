package network.millrace.protocol.crypto;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The curve: the implementation that runs on this machine and the rules both share. Signatures are 64 bytes, r ‖ s, and s
 * must be in the lower half of the order, so that nobody can make a second valid signature from the first (and with it a
 * second hash for the same transaction).
 */
public final class Secp256k1 {
    /** Bytes of a private key. */
    public static final int PRIVATE_KEY_BYTES = 32;

    /** Bytes of a compressed public key. */
    public static final int PUBLIC_KEY_BYTES = 33;

    /** Bytes of a signature: r ‖ s. */
    public static final int SIGNATURE_BYTES = 64;

    /** Bytes of what is signed: a SHA-256 digest. */
    public static final int DIGEST_BYTES = 32;

    /** Half the order of the curve: the highest s that is accepted. */
    private static final byte[] HALF_ORDER =
            HexFormat.of().parseHex("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0");

    private static final Signatures SIGNATURES = load();

    private Secp256k1() {}

    /** Name of the implementation in use, for logs and bench reports. */
    public static String implementation() {
        return SIGNATURES.name();
    }

    /**
     * Whether the signature is one of this digest by the holder of the key. Any malformed argument makes it false.
     *
     * @param digest 32 bytes
     * @param signature 64 bytes, r ‖ s, low s
     * @param publicKey 33 bytes, compressed
     */
    public static boolean verify(byte[] digest, byte[] signature, byte[] publicKey) {
        return digest.length == DIGEST_BYTES
                && signature.length == SIGNATURE_BYTES
                && publicKey.length == PUBLIC_KEY_BYTES
                && hasLowS(signature)
                && SIGNATURES.verify(digest, signature, publicKey);
    }

    static Signatures signatures() {
        return SIGNATURES;
    }

    private static boolean hasLowS(byte[] signature) {
        return Arrays.compareUnsigned(signature, 32, 64, HALF_ORDER, 0, 32) <= 0;
    }

    /** A machine without the native library works too, only slower; {@link #implementation()} tells. */
    private static Signatures load() {
        try {
            return new NativeSignatures();
        } catch (IllegalStateException | LinkageError noLibrary) {
            return new PortableSignatures();
        }
    }
}
