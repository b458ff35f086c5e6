package network.millrace.protocol.address;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import network.millrace.protocol.MalformedException;

/**
 * Who an account or module is: 20 bytes, written as bech32 with the prefix {@code mill}. The bytes are kept as three
 * big-endian words, so that an address is compared, hashed and copied without touching an array. Addresses are ordered as
 * their bytes are.
 */
public record Address(long high, long middle, int low) implements Comparable<Address> {
    /** How many bytes an address has. */
    public static final int BYTES = Bech32.BYTES;

    /** Characters of every address as text. */
    public static final int TEXT_LENGTH = Bech32.TEXT_LENGTH;

    /**
     * Reads the text form.
     *
     * @throws MalformedException when the text is not an address of this network, saying what is wrong with it
     */
    public static Address parse(String text) {
        return Bech32.decode(text);
    }

    /**
     * Reads the 20 bytes.
     *
     * @throws MalformedException when there are more or fewer
     */
    public static Address of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new MalformedException("an address is " + BYTES + " bytes; these are " + bytes.length);
        }
        return read(ByteBuffer.wrap(bytes));
    }

    /** The account of a ledger module, which no key can sign for: the first 20 bytes of SHA-256("module/" + name). */
    public static Address module(String name) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return read(ByteBuffer.wrap(digest.digest(("module/" + name).getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static Address read(ByteBuffer buffer) {
        return new Address(buffer.getLong(), buffer.getLong(), buffer.getInt());
    }

    /** The 20 bytes, in an array of the caller's own. */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(high)
                .putLong(middle)
                .putInt(low)
                .array();
    }

    @Override
    public int compareTo(Address other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        if (byHigh != 0) {
            return byHigh;
        }
        int byMiddle = Long.compareUnsigned(middle, other.middle);
        return byMiddle != 0 ? byMiddle : Integer.compareUnsigned(low, other.low);
    }

    /** The bech32 text. */
    @Override
    public String toString() {
        return Bech32.encode(high, middle, low);
    }
}
