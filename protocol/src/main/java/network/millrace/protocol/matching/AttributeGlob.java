package network.millrace.protocol.matching;

/** A required attribute key, in which {@code *} stands for any number of characters and {@code ?} for one. */
final class AttributeGlob {
    private AttributeGlob() {}

    /** Walks both texts once and goes back to the last star when they part, so long patterns cannot blow up. */
    static boolean matches(String glob, String key) {
        int g = 0;
        int k = 0;
        int star = -1;
        int mark = 0;
        while (k < key.length()) {
            char wanted = g < glob.length() ? glob.charAt(g) : '\0';
            if (wanted == '*') {
                star = g++;
                mark = k;
            } else if (g < glob.length() && (wanted == '?' || wanted == key.charAt(k))) {
                g++;
                k++;
            } else if (star >= 0) {
                g = star + 1;
                k = ++mark;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }
}
