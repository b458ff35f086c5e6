package network.millrace.client.sdl;

import java.util.regex.Pattern;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.resources.v1.Attribute;

/** The form of attribute keys, where Akash checks it. */
final class AttributeKeys {
    private static final Pattern KEY = Pattern.compile("[a-zA-Z][\\w/.\\-]{1,126}[\\w*]?");
    private static final String FORM =
            " is no attribute key: a letter, then letters, digits or _ / . -, at most 128 in all";

    private AttributeKeys() {}

    static void check(YamlValue at, String key) {
        if (!KEY.matcher(key).matches()) {
            at.problem(MalformedException.quote(key) + FORM);
        }
    }

    /** For the attributes of placements, which Akash does not check. */
    static void checkPlacement(YamlValue at, String key) {
        if (!KEY.matcher(key).matches()) {
            at.accident(Accident.ATTRIBUTE_KEY, MalformedException.quote(key) + FORM, "");
        }
    }

    static Attribute attribute(String key, String value) {
        return Attribute.newBuilder().setKey(key).setValue(value).build();
    }
}
