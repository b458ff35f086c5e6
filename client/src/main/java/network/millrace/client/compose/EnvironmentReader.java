package network.millrace.client.compose;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import network.millrace.protocol.MalformedException;

/** Reads {@code environment}, a mapping or a list of NAME=value. */
final class EnvironmentReader {
    private static final Pattern NAME = Pattern.compile("[-._a-zA-Z][-._a-zA-Z0-9]*");

    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Interpolation interpolation;

    private EnvironmentReader(Interpolation interpolation) {
        this.interpolation = interpolation;
    }

    static Map<String, String> read(Value at, Interpolation interpolation) {
        EnvironmentReader reader = new EnvironmentReader(interpolation);
        if (at.isMapping()) {
            at.fields().forEach((name, value) -> {
                if (value.isNull()) {
                    reader.fromOutside(value, name);
                } else {
                    reader.put(value, name, value.text());
                }
            });
        } else {
            at.elements().forEach(reader::readWord);
        }
        return reader.environment;
    }

    private void readWord(Value at) {
        String[] parts = at.text().split("=", 2);
        if (parts.length == 1) {
            fromOutside(at, parts[0]);
        } else {
            put(at, parts[0], parts[1]);
        }
    }

    /** Compose takes a variable without a value from the shell that calls it. */
    private void fromOutside(Value at, String name) {
        if (interpolation.isSet(name)) {
            put(at, name, interpolation.value(at, name));
        } else {
            at.leftOut(name(name) + " would come from your shell: --set " + name(name)
                    + "=… or --env-file gives it a value");
        }
    }

    private void put(Value at, String name, String value) {
        if (NAME.matcher(name).matches() && !name.equals(".") && !name.startsWith("..")) {
            environment.put(name, value);
        } else {
            at.leftOut(MalformedException.quote(name)
                    + " cannot be the name of a variable: letters, digits and - . _, no digit first");
        }
    }

    private static String name(String name) {
        return NAME.matcher(name).matches() ? name : MalformedException.quote(name);
    }
}
