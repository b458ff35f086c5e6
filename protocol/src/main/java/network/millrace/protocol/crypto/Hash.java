package network.millrace.protocol.crypto;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import network.millrace.protocol.MalformedException;
import org.bouncycastle.crypto.digests.RIPEMD160Digest;

/** A SHA-256 digest: 32 bytes that cannot change, ordered as unsigned bytes. */
public final class Hash implements Comparable<Hash> {
    /** How many bytes a hash has. */
    public static final int BYTES = 32;

    /** Cloned for each digest, which is cheaper than a look-up among the providers; never fed itself. */
    private static final MessageDigest SHA_256 = prototype();

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** SHA-256 of the parts one after another. */
    public static Hash sha256(byte[]... parts) {
        MessageDigest digest = newSha256();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return new Hash(digest.digest());
    }

    /** A fresh SHA-256 digest for input that comes in pieces; finish it with {@link #of(byte[])}. */
    public static MessageDigest newSha256() {
        try {
            return (MessageDigest) SHA_256.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("the SHA-256 of this JDK cannot be cloned", impossible);
        }
    }

    /**
     * Takes 32 bytes for a hash.
     *
     * @throws MalformedException when there are more or fewer
     */
    public static Hash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new MalformedException("a SHA-256 hash is " + BYTES + " bytes; these are " + bytes.length);
        }
        return new Hash(bytes.clone());
    }

    /** As {@link #of(byte[])}, from a protobuf field. */
    public static Hash of(ByteString bytes) {
        return of(bytes.toByteArray());
    }

    /**
     * Reads 64 hexadecimal digits in either case.
     *
     * @throws MalformedException when the text is anything else
     */
    public static Hash parse(String hex) {
        if (hex.length() != 2 * BYTES || !hex.chars().allMatch(HexFormat::isHexDigit)) {
            throw new MalformedException(
                    "a hash is " + 2 * BYTES + " hexadecimal digits; this is " + MalformedException.quote(hex));
        }
        return new Hash(HexFormat.of().parseHex(hex));
    }

    /** RIPEMD-160, which addresses are made with. */
    public static byte[] ripemd160(byte[] input) {
        RIPEMD160Digest digest = new RIPEMD160Digest();
        digest.update(input, 0, input.length);
        byte[] output = new byte[digest.getDigestSize()];
        digest.doFinal(output, 0);
        return output;
    }

    /** The 32 bytes, in an array of the caller's own. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The 32 bytes for a protobuf field. */
    public ByteString toByteString() {
        return ByteString.copyFrom(bytes);
    }

    /** 64 hexadecimal digits in lower case. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public int compareTo(Hash other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }

    private static MessageDigest prototype() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256; this one does not", impossible);
        }
    }
}
