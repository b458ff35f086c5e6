package network.millrace.client.wallet;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.crypto.Hash;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/** Words that hold a wallet's secret (BIP 39, English): 12, 15, 18, 21 or 24 of them. Printing shows how many, not which. */
public final class Mnemonic {
    /** Words of a new wallet unless asked otherwise: 256 bits. */
    public static final int WORDS_DEFAULT = 24;

    private static final int BITS_PER_WORD = 11;
    private static final int SEED_BITS = 512;
    private static final int ROUNDS = 2048;

    private final List<String> words;

    private Mnemonic(List<String> words) {
        this.words = List.copyOf(words);
    }

    /**
     * Draws new words; only a SecureRandom makes words worth keeping.
     *
     * @throws MalformedException when no mnemonic has so many words
     */
    public static Mnemonic generate(RandomGenerator random, int wordCount) {
        checkCount(wordCount);
        byte[] entropy = new byte[wordCount * BITS_PER_WORD * 32 / 33 / 8];
        random.nextBytes(entropy);
        return ofEntropy(entropy);
    }

    /** The words of 16, 20, 24, 28 or 32 random bytes. */
    static Mnemonic ofEntropy(byte[] entropy) {
        byte[] hash = Hash.sha256(entropy).bytes();
        int count = entropy.length * 8 * 33 / 32 / BITS_PER_WORD;
        List<String> words = new ArrayList<>(count);
        for (int word = 0; word < count; word++) {
            int index = 0;
            for (int bit = word * BITS_PER_WORD; bit < (word + 1) * BITS_PER_WORD; bit++) {
                int source = bit < entropy.length * 8 ? bitAt(entropy, bit) : bitAt(hash, bit - entropy.length * 8);
                index = index << 1 | source;
            }
            words.add(WordList.word(index));
        }
        return new Mnemonic(words);
    }

    /**
     * Reads words, in any case and with any spaces between them.
     *
     * @throws MalformedException when a word is not in the list (saying which might be meant), the number of words is
     *     wrong, or the checksum does not fit
     */
    public static Mnemonic parse(String text) {
        List<String> words = List.of(text.strip().toLowerCase(Locale.ROOT).split("\\s+"));
        checkCount(words.size());
        byte[] bits = new byte[(words.size() * BITS_PER_WORD + 7) / 8];
        for (int i = 0; i < words.size(); i++) {
            write(bits, i * BITS_PER_WORD, indexOf(words.get(i), i + 1));
        }
        byte[] entropy = Arrays.copyOf(bits, words.size() * BITS_PER_WORD * 32 / 33 / 8);
        Mnemonic mnemonic = new Mnemonic(words);
        if (!ofEntropy(entropy).words.equals(words)) {
            throw new MalformedException(
                    "the words are all known, but do not fit together: one is wrong, or two are swapped");
        }
        return mnemonic;
    }

    private static void checkCount(int count) {
        if (count < 12 || count > 24 || count % 3 != 0) {
            throw new MalformedException("a mnemonic has 12, 15, 18, 21 or 24 words; this one has " + count);
        }
    }

    private static int indexOf(String word, int position) {
        int index = WordList.indexOf(word);
        if (index < 0) {
            String hint = WordList.like(word)
                    .map(like -> "; did you mean " + like + "?")
                    .orElse("");
            throw new MalformedException(
                    "word " + position + " is not in the list of BIP 39: " + MalformedException.quote(word) + hint);
        }
        return index;
    }

    private static int bitAt(byte[] bytes, int bit) {
        return bytes[bit / 8] >> (7 - bit % 8) & 1;
    }

    private static void write(byte[] bits, int offset, int index) {
        for (int i = 0; i < BITS_PER_WORD; i++) {
            int bit = index >> (BITS_PER_WORD - 1 - i) & 1;
            bits[(offset + i) / 8] |= (byte) (bit << (7 - (offset + i) % 8));
        }
    }

    /** The words, for showing them once to their owner. */
    public List<String> words() {
        return words;
    }

    /** 64 bytes from which all keys are derived; another passphrase gives another wallet. */
    public byte[] seed(String passphrase) {
        PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA512Digest());
        generator.init(normalized(String.join(" ", words)), normalized("mnemonic" + passphrase), ROUNDS);
        return ((KeyParameter) generator.generateDerivedParameters(SEED_BITS)).getKey();
    }

    private static byte[] normalized(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "mnemonic of " + words.size() + " words";
    }
}
