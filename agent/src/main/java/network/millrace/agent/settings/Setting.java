package network.millrace.agent.settings;

import java.util.regex.Pattern;

/**
 * One thing that may be set.
 *
 * @param key section and name, such as {@code access.port}
 * @param byDefault its value when the file does not have it
 * @param values which values are right
 * @param help one line
 */
record Setting(String key, String byDefault, Values values, String help) {

    Setting {
        values.require(key, byDefault);
    }

    /** Which values are right. */
    sealed interface Values {
        /** @throws SettingsException unless the text is right */
        void require(String key, String text);

        /** The bounds, for people. */
        String bounds();
    }

    /** A whole number within bounds. */
    record Whole(long least, long most) implements Values {
        @Override
        public void require(String key, String text) {
            if (!isWithin(text)) {
                throw new SettingsException(key + " is a whole number, " + bounds() + ", not \"" + text + "\"");
            }
        }

        private boolean isWithin(String text) {
            try {
                long number = Long.parseLong(text);
                return number >= least && number <= most;
            } catch (NumberFormatException e) {
                return false;
            }
        }

        @Override
        public String bounds() {
            return least + " to " + most;
        }
    }

    /** A price: a decimal number that is not negative. */
    record Rate() implements Values {
        private static final Pattern FORM = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,18})?");

        @Override
        public void require(String key, String text) {
            if (!FORM.matcher(text).matches()) {
                throw new SettingsException(
                        key + " is a price in micro-units per pricing period, such as 0.25, not \"" + text + "\"");
            }
        }

        @Override
        public String bounds() {
            return "a decimal number";
        }
    }

    /** A text of a form. */
    record Text(Pattern form, String bounds) implements Values {
        @Override
        public void require(String key, String text) {
            if (!form.matcher(text).matches()) {
                throw new SettingsException(key + " is " + bounds + ", not \"" + text + "\"");
            }
        }
    }

    String section() {
        return key.substring(0, key.indexOf('.'));
    }

    String name() {
        return key.substring(key.indexOf('.') + 1);
    }
}
