package network.millrace.protocol.address;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import network.millrace.protocol.MalformedException;

/**
 * Bech32 (BIP 173) of 20 bytes under one fixed prefix. An address is parsed for every message of a block, so the checksum
 * is driven by tables and starts from the state that the prefix leaves, computed once. Upper case is refused although
 * BIP 173 allows it: an address has one spelling.
 */
final class Bech32 {
    static final String PREFIX = "mill";
    static final int BYTES = 20;

    private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int CHECKSUM_SYMBOLS = 6;
    private static final int DATA_SYMBOLS = BYTES * 8 / 5;
    private static final int DATA_START = PREFIX.length() + 1;
    static final int TEXT_LENGTH = DATA_START + DATA_SYMBOLS + CHECKSUM_SYMBOLS;

    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int[] FEEDBACK = feedback();
    private static final byte[] SYMBOL_OF = symbols();
    private static final int STATE_AFTER_PREFIX = stateAfterPrefix();

    private Bech32() {}

    /** Writes three words that hold the 20 bytes in big-endian order. */
    static String encode(long high, long middle, int low) {
        byte[] text = new byte[TEXT_LENGTH];
        for (int i = 0; i < PREFIX.length(); i++) {
            text[i] = (byte) PREFIX.charAt(i);
        }
        text[PREFIX.length()] = '1';
        int state = STATE_AFTER_PREFIX;
        for (int i = 0; i < DATA_SYMBOLS; i++) {
            int symbol = symbolAt(high, middle, low, i);
            state = step(state, symbol);
            text[DATA_START + i] = (byte) ALPHABET.charAt(symbol);
        }
        for (int i = 0; i < CHECKSUM_SYMBOLS; i++) {
            state = step(state, 0);
        }
        state ^= 1;
        for (int i = 0; i < CHECKSUM_SYMBOLS; i++) {
            int symbol = (state >>> (5 * (CHECKSUM_SYMBOLS - 1 - i))) & 31;
            text[DATA_START + DATA_SYMBOLS + i] = (byte) ALPHABET.charAt(symbol);
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    static Address decode(String text) {
        checkShape(text);
        int state = STATE_AFTER_PREFIX;
        long high = 0;
        long middle = 0;
        long low = 0;
        for (int i = 0; i < DATA_SYMBOLS; i++) {
            int symbol = symbolOf(text, DATA_START + i);
            state = step(state, symbol);
            // 160 bits shifted left by 5 through three words of 64, 64 and 32 bits.
            high = (high << 5) | (middle >>> 59);
            middle = (middle << 5) | (low >>> 27);
            low = ((low << 5) | symbol) & 0xffffffffL;
        }
        for (int i = 0; i < CHECKSUM_SYMBOLS; i++) {
            state = step(state, symbolOf(text, DATA_START + DATA_SYMBOLS + i));
        }
        if (state != 1) {
            throw new MalformedException("address " + MalformedException.quote(text)
                    + " has a wrong checksum: a character was mistyped or is missing");
        }
        return new Address(high, middle, (int) low);
    }

    private static void checkShape(String text) {
        if (text.length() != TEXT_LENGTH || !text.startsWith(PREFIX) || text.charAt(PREFIX.length()) != '1') {
            throw new MalformedException("an address is " + TEXT_LENGTH + " characters that begin with \"" + PREFIX
                    + "1\"; this is " + (text.isEmpty() ? "empty" : MalformedException.quote(text)));
        }
    }

    private static int symbolOf(String text, int index) {
        char character = text.charAt(index);
        int symbol = character < 128 ? SYMBOL_OF[character] : -1;
        if (symbol < 0) {
            throw new MalformedException("address " + MalformedException.quote(text) + " holds '" + character
                    + "' at position " + (index + 1) + ", which bech32 in lower case does not use");
        }
        return symbol;
    }

    /** Five of the 160 bits, which may lie across two words. */
    private static int symbolAt(long high, long middle, int low, int index) {
        int end = (index + 1) * 5;
        if (end <= 64) {
            return (int) (high >>> (64 - end)) & 31;
        }
        if (end <= 128) {
            long upper = end < 69 ? high << (end - 64) : 0;
            return (int) (upper | (middle >>> (128 - end))) & 31;
        }
        long upper = end < 133 ? middle << (end - 128) : 0;
        return (int) (upper | (Integer.toUnsignedLong(low) >>> (160 - end))) & 31;
    }

    private static int step(int state, int symbol) {
        return ((state & 0x1ffffff) << 5) ^ symbol ^ FEEDBACK[state >>> 25];
    }

    private static int[] feedback() {
        int[] feedback = new int[32];
        for (int top = 0; top < 32; top++) {
            for (int bit = 0; bit < 5; bit++) {
                feedback[top] ^= (top >> bit & 1) == 1 ? GENERATOR[bit] : 0;
            }
        }
        return feedback;
    }

    private static byte[] symbols() {
        byte[] symbols = new byte[128];
        Arrays.fill(symbols, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            symbols[ALPHABET.charAt(i)] = (byte) i;
        }
        return symbols;
    }

    private static int stateAfterPrefix() {
        int state = 1;
        for (int i = 0; i < PREFIX.length(); i++) {
            state = step(state, PREFIX.charAt(i) >>> 5);
        }
        state = step(state, 0);
        for (int i = 0; i < PREFIX.length(); i++) {
            state = step(state, PREFIX.charAt(i) & 31);
        }
        return state;
    }
}
