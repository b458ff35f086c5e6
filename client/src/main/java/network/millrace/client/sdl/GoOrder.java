package network.millrace.client.sdl;

import java.util.Comparator;

/** The order that Go sorts texts in: byte by byte in UTF-8, which is by code points; Java's own goes by UTF-16 units. */
final class GoOrder {
    static final Comparator<String> NAMES = GoOrder::compare;

    private GoOrder() {}

    private static int compare(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char left = one.charAt(i);
            char right = other.charAt(i);
            if (left != right) {
                // A surrogate belongs to a code point beyond all that are written without.
                return Character.isSurrogate(left) == Character.isSurrogate(right)
                        ? Character.compare(left, right)
                        : Boolean.compare(Character.isSurrogate(left), Character.isSurrogate(right));
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}
