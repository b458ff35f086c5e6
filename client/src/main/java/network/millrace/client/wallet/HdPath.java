package network.millrace.client.wallet;

import java.util.ArrayList;
import java.util.List;
import network.millrace.protocol.MalformedException;

/**
 * The way from a wallet's seed to one key (BIP 32), such as {@code m/44'/118'/0'/0/0}.
 *
 * @param steps child numbers, hardened ones with the highest bit set
 */
public record HdPath(List<Integer> steps) {
    /** Added to the number of a hardened child. */
    static final int HARDENED = 1 << 31;

    private static final int STEPS_MAX = 16;

    public HdPath {
        steps = List.copyOf(steps);
        if (steps.size() > STEPS_MAX) {
            throw new MalformedException(
                    "a key path has at most " + STEPS_MAX + " steps; this one has " + steps.size());
        }
    }

    /** The n-th key of Cosmos wallets: m/44'/118'/0'/0/n. */
    public static HdPath cosmos(int number) {
        return parse("m/44'/118'/0'/0/" + number);
    }

    /**
     * Reads a path.
     *
     * @throws MalformedException when the text is anything else
     */
    public static HdPath parse(String text) {
        String[] parts = text.split("/", -1);
        List<Integer> steps = new ArrayList<>();
        for (int i = parts[0].equals("m") ? 1 : 0; i < parts.length; i++) {
            steps.add(step(parts[i], text));
        }
        return new HdPath(steps);
    }

    private static int step(String part, String path) {
        boolean hardened = part.endsWith("'") || part.endsWith("h");
        String digits = hardened ? part.substring(0, part.length() - 1) : part;
        try {
            int number = Integer.parseInt(digits);
            if (number >= 0 && digits.charAt(0) != '+') {
                return hardened ? number | HARDENED : number;
            }
        } catch (NumberFormatException notNumber) {
            // Falls through to the sentence below.
        }
        throw new MalformedException(
                "a key path is written like m/44'/118'/0'/0/0; this is " + MalformedException.quote(path));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("m");
        for (int step : steps) {
            text.append('/').append(step & ~HARDENED).append(step < 0 ? "'" : "");
        }
        return text.toString();
    }
}
