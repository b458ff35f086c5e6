package network.millrace.node.config;

import java.util.Arrays;
import java.util.List;

/**
 * One thing that may be set.
 *
 * @param key section and name, such as {@code api.port}
 * @param byDefault its value when the file does not have it, as text
 * @param values which values are right
 * @param help one line
 */
record Setting(String key, String byDefault, Values values, String help) {

    Setting {
        values.require(key, byDefault);
    }

    /** Which values are right. */
    sealed interface Values {
        /** Throws a {@link ConfigException} unless the text is right. */
        void require(String key, String text);

        /** The bounds, for people. */
        String bounds();
    }

    /** A whole number within bounds. */
    record WholeNumber(long min, long max) implements Values {
        @Override
        public void require(String key, String text) {
            try {
                long number = Long.parseLong(text);
                if (number >= min && number <= max) {
                    return;
                }
            } catch (NumberFormatException e) {
                // falls through to the one sentence that says what is right
            }
            throw new ConfigException(key + " is a whole number, " + bounds() + ", not \"" + text + "\"");
        }

        @Override
        public String bounds() {
            return min + " to " + max;
        }
    }

    /** One of several words. */
    record Word(List<String> words) implements Values {
        @Override
        public void require(String key, String text) {
            if (!words.contains(text)) {
                throw new ConfigException(key + " is " + bounds() + ", not \"" + text + "\"");
            }
        }

        @Override
        public String bounds() {
            return String.join(" or ", words);
        }
    }

    /** Any text that is not empty. */
    record Text() implements Values {
        @Override
        public void require(String key, String text) {
            if (text.isBlank()) {
                throw new ConfigException(key + " must not be empty");
            }
        }

        @Override
        public String bounds() {
            return "text";
        }
    }

    /** Texts with commas between them; may be empty. */
    record Texts() implements Values {
        @Override
        public void require(String key, String text) {
            // any list is right
        }

        @Override
        public String bounds() {
            return "a list, with commas";
        }

        static List<String> split(String text) {
            return Arrays.stream(text.split(",", -1))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .toList();
        }
    }

    String section() {
        return key.substring(0, key.indexOf('.'));
    }

    String name() {
        return key.substring(key.indexOf('.') + 1);
    }
}
