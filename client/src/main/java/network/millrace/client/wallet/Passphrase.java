package network.millrace.client.wallet;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import network.millrace.protocol.MalformedException;

/** What a keystore is locked with. It is never printed. */
public final class Passphrase {
    /** Fewest characters of a passphrase. */
    public static final int LENGTH_MIN = 8;

    private static final Passphrase NONE = new Passphrase(new char[0]);

    private final char[] characters;

    private Passphrase(char[] characters) {
        this.characters = characters;
    }

    /**
     * Takes a passphrase.
     *
     * @throws MalformedException when it has fewer than eight characters
     */
    public static Passphrase of(char[] characters) {
        if (characters.length < LENGTH_MIN) {
            throw new MalformedException("a passphrase has at least " + LENGTH_MIN + " characters; this one has "
                    + characters.length + ". Keys of a development network may be kept without one, if you say so");
        }
        return new Passphrase(characters.clone());
    }

    /** No passphrase: whoever can read the file has the key. For development networks only. */
    public static Passphrase noneForDevelopment() {
        return NONE;
    }

    boolean isNone() {
        return characters.length == 0;
    }

    byte[] bytes() {
        var encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(characters));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return isNone() ? "no passphrase" : "passphrase";
    }
}
