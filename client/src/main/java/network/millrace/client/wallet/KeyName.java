package network.millrace.client.wallet;

import network.millrace.protocol.MalformedException;

/** What a key is called on this machine: 1 to 40 lower-case letters, digits, hyphens and underscores, a letter first. */
public record KeyName(String value) {
    private static final int LENGTH_MAX = 40;

    public KeyName {
        boolean shaped = !value.isEmpty() && value.length() <= LENGTH_MAX && isLetter(value.charAt(0));
        if (!shaped || !value.chars().allMatch(KeyName::isAllowed)) {
            throw new MalformedException("a key's name is 1 to " + LENGTH_MAX
                    + " lower-case letters, digits, - and _, a letter first; this is "
                    + MalformedException.quote(value));
        }
    }

    private static boolean isLetter(int character) {
        return character >= 'a' && character <= 'z';
    }

    private static boolean isAllowed(int character) {
        return isLetter(character) || (character >= '0' && character <= '9') || character == '-' || character == '_';
    }

    @Override
    public String toString() {
        return value;
    }
}
