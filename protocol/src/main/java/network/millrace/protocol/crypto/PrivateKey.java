package network.millrace.protocol.crypto;

import java.util.random.RandomGenerator;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.address.Address;

/** A secret number of secp256k1 and its public key. It is never printed. */
public final class PrivateKey {
    private final byte[] bytes;
    private final PublicKey publicKey;

    private PrivateKey(byte[] bytes) {
        this.bytes = bytes;
        this.publicKey = PublicKey.trusted(Secp256k1.signatures().publicKeyOf(bytes));
    }

    /**
     * Takes the 32 bytes of a key.
     *
     * @throws MalformedException when they are not a number from 1 to the order of the curve less one
     */
    public static PrivateKey of(byte[] bytes) {
        if (bytes.length != Secp256k1.PRIVATE_KEY_BYTES) {
            throw new MalformedException(
                    "a private key is " + Secp256k1.PRIVATE_KEY_BYTES + " bytes; these are " + bytes.length);
        }
        if (!Secp256k1.signatures().isPrivateKey(bytes)) {
            throw new MalformedException("these 32 bytes are zero or beyond the order of secp256k1: no private key");
        }
        return new PrivateKey(bytes.clone());
    }

    /** Draws a key. Only a SecureRandom makes a key worth keeping; tests and simulations pass a seeded source. */
    public static PrivateKey generate(RandomGenerator random) {
        byte[] candidate = new byte[Secp256k1.PRIVATE_KEY_BYTES];
        do {
            random.nextBytes(candidate);
        } while (!Secp256k1.signatures().isPrivateKey(candidate));
        return new PrivateKey(candidate);
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    /** The account this key signs for. */
    public Address address() {
        return publicKey.address();
    }

    /**
     * Signs a digest of 32 bytes: 64 bytes, r ‖ s with low s, the same each time (RFC 6979).
     *
     * @throws MalformedException when the digest has another length
     */
    public byte[] sign(byte[] digest) {
        if (digest.length != Secp256k1.DIGEST_BYTES) {
            throw new MalformedException("what is signed is a digest of 32 bytes; these are " + digest.length);
        }
        return Secp256k1.signatures().sign(digest, bytes);
    }

    /**
     * This key plus a number modulo the order of the curve: a step of BIP 32.
     *
     * @throws IllegalArgumentException when the sum is no key, which happens once in 2^127 steps
     */
    public PrivateKey plus(byte[] tweak) {
        return of(Secp256k1.signatures().add(bytes, tweak));
    }

    /** The secret itself, for a keystore that encrypts it. */
    public byte[] secret() {
        return bytes.clone();
    }

    /** Names the public key only. */
    @Override
    public String toString() {
        return "PrivateKey of " + publicKey;
    }
}
