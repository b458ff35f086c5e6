package network.millrace.client.wallet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The 2,048 English words of BIP 39, in alphabetical order; no two begin with the same four letters. */
final class WordList {
    static final int SIZE = 2048;

    private static final String RESOURCE = "bip39-english.txt";
    private static final int PREFIX = 4;
    private static final List<String> WORDS = load();

    private WordList() {}

    static String word(int index) {
        return WORDS.get(index);
    }

    /** Position of a word; negative when it is not in the list. */
    static int indexOf(String word) {
        return Collections.binarySearch(WORDS, word);
    }

    /** The word that begins like a mistyped one; empty when none does. */
    static Optional<String> like(String mistyped) {
        for (int length = Math.min(PREFIX, mistyped.length()); length >= 3; length--) {
            String start = mistyped.substring(0, length);
            Optional<String> found =
                    WORDS.stream().filter(word -> word.startsWith(start)).findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static List<String> load() {
        try (InputStream stream = WordList.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("the resource " + RESOURCE + " is missing from this build");
            }
            List<String> words = new String(stream.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
            if (words.size() != SIZE) {
                throw new IllegalStateException(RESOURCE + " has " + words.size() + " words instead of " + SIZE);
            }
            return words;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
