package network.millrace.protocol.crypto;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.HexFormat;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.address.Address;

/**
 * A point of secp256k1 in compressed form. Bytes that are no point of the curve verify nothing; {@link #of(byte[])} refuses
 * them at once, {@link #unchecked(ByteString)} leaves that to the verification, which has to unpack the point anyway.
 */
public final class PublicKey {
    private final byte[] bytes;

    private PublicKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Takes the 33 bytes of a compressed point.
     *
     * @throws MalformedException when they are not one
     */
    public static PublicKey of(byte[] compressed) {
        if (compressed.length != Secp256k1.PUBLIC_KEY_BYTES) {
            throw wrongLength(compressed.length);
        }
        if (!Secp256k1.signatures().isPublicKey(compressed)) {
            throw new MalformedException("these 33 bytes are not a point of secp256k1: "
                    + HexFormat.of().formatHex(compressed));
        }
        return new PublicKey(compressed.clone());
    }

    /** As {@link #of(byte[])}, from a protobuf field. */
    public static PublicKey of(ByteString compressed) {
        return of(compressed.toByteArray());
    }

    /**
     * Takes 33 bytes without unpacking the point, for keys that come with a signature.
     *
     * @throws MalformedException when there are more or fewer bytes
     */
    public static PublicKey unchecked(ByteString compressed) {
        if (compressed.size() != Secp256k1.PUBLIC_KEY_BYTES) {
            throw wrongLength(compressed.size());
        }
        return new PublicKey(compressed.toByteArray());
    }

    private static MalformedException wrongLength(int length) {
        return new MalformedException("a public key is " + Secp256k1.PUBLIC_KEY_BYTES
                + " bytes, a compressed secp256k1 point; these are " + length);
    }

    /** For points that our own arithmetic has just made. */
    static PublicKey trusted(byte[] compressed) {
        return new PublicKey(compressed);
    }

    /**
     * Whether the signature is one of the digest under this key.
     *
     * @param digest 32 bytes
     * @param signature 64 bytes, r ‖ s with low s; anything else is false
     */
    public boolean verify(byte[] digest, byte[] signature) {
        return Secp256k1.verify(digest, signature, bytes);
    }

    /** The account this key signs for: RIPEMD-160 of SHA-256 of the compressed form, as on every Cosmos chain. */
    public Address address() {
        return Address.of(Hash.ripemd160(Hash.sha256(bytes).bytes()));
    }

    /** Whether these are the 33 bytes of this key. */
    public boolean isEncodedAs(ByteString compressed) {
        if (compressed.size() != bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (compressed.byteAt(i) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** The 33 bytes, in an array of the caller's own. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The 33 bytes for a protobuf field. */
    public ByteString toByteString() {
        return ByteString.copyFrom(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** 66 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
