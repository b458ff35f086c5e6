package network.millrace.client.sdl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON object under construction; its fields stay in the order in which they are put. */
final class JsonObject {
    private final List<Field> fields = new ArrayList<>();

    /** @param value null stands for JSON's null */
    record Field(String name, @Nullable Object value) {}

    JsonObject put(String name, Object value) {
        fields.add(new Field(name, value));
        return this;
    }

    JsonObject putOrNull(String name, boolean present, Object value) {
        fields.add(new Field(name, present ? value : null));
        return this;
    }

    JsonObject putIf(boolean wanted, String name, Object value) {
        if (wanted) {
            fields.add(new Field(name, value));
        }
        return this;
    }

    List<Field> fields() {
        return fields;
    }

    List<Field> sorted() {
        List<Field> sorted = new ArrayList<>(fields);
        sorted.sort(Comparator.comparing(Field::name));
        return sorted;
    }
}
