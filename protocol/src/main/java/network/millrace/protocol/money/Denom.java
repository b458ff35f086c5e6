package network.millrace.protocol.money;

import network.millrace.protocol.MalformedException;

/**
 * Name of a kind of money, such as {@code umil} or {@code uusd}: a letter, then 2 to 127 letters, digits or {@code / : .
 * _ -} (the rule of Cosmos).
 */
public record Denom(String value) implements Comparable<Denom> {
    /** The network's own token: fees, stake and governance. */
    public static final Denom UMIL = new Denom("umil");

    /** The stable unit that leases are priced in on development networks. */
    public static final Denom UUSD = new Denom("uusd");

    private static final int LENGTH_MIN = 3;
    private static final int LENGTH_MAX = 128;

    /** @throws MalformedException when the name breaks the rule */
    public Denom {
        if (!isDenom(value)) {
            throw new MalformedException("a denomination is a letter followed by 2 to 127 letters, digits or / : . _ -;"
                    + " this is " + (value.isEmpty() ? "empty" : MalformedException.quote(value)));
        }
    }

    private static boolean isDenom(String text) {
        if (text.length() < LENGTH_MIN || text.length() > LENGTH_MAX || !isLetter(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char character = text.charAt(i);
            if (!isLetter(character) && (character < '0' || character > '9') && "/:._-".indexOf(character) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    }

    @Override
    public int compareTo(Denom other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
