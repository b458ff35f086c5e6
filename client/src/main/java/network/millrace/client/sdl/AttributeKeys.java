package network.millrace.client.sdl;

import java.util.regex.Pattern;

/** The form of attribute keys, where Akash checks it. */
final class AttributeKeys {
    private static final Pattern KEY = Pattern.compile("[a-zA-Z][\\w/.\\-]{1,126}[\\w*]?");

    private AttributeKeys() {}

    static void check(YamlValue at, String key) {
        if (!KEY.matcher(key).matches()) {
            at.problem("\"" + key
                    + "\" is no attribute key: a letter, then letters, digits or _ / . -, at most 128 in all");
        }
    }
}
