package network.millrace.client.compose;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts variables into texts as compose does: {@code $NAME}, {@code ${NAME}}, {@code ${NAME:-default}}, {@code ${NAME-default}}, {@code ${NAME:?message}},
 * {@code ${NAME?message}}, {@code ${NAME:+other}}, {@code ${NAME+other}}, and {@code $$} for a dollar sign. Without the colon a variable that is set but
 * empty counts as set.
 */
final class Interpolation {
    private static final Pattern NAME = Pattern.compile("[_a-zA-Z][_a-zA-Z0-9]*");
    private static final int DEPTH_MAX = 20;

    private final Map<String, String> variables;

    Interpolation(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    boolean isSet(String name) {
        return variables.containsKey(name);
    }

    /** @param at for what there is to say about it */
    String expand(Value at, String text) {
        return text.indexOf('$') < 0 ? text : expand(at, text, 0);
    }

    private String expand(Value at, String text, int depth) {
        StringBuilder expanded = new StringBuilder();
        int from = 0;
        while (from < text.length()) {
            int dollar = text.indexOf('$', from);
            if (dollar < 0 || dollar + 1 >= text.length()) {
                break;
            }
            expanded.append(text, from, dollar);
            from = expandOne(at, text, dollar, depth, expanded);
        }
        return expanded.append(text, Math.min(from, text.length()), text.length())
                .toString();
    }

    /** Expands what begins at the dollar sign and gives the place behind it. */
    private int expandOne(Value at, String text, int dollar, int depth, StringBuilder expanded) {
        char next = text.charAt(dollar + 1);
        if (next == '$') {
            expanded.append('$');
            return dollar + 2;
        }
        if (next == '{') {
            int end = closing(text, dollar + 2);
            if (end < 0 || depth >= DEPTH_MAX) {
                at.problem(
                        end < 0
                                ? "a ${ without its }; a dollar sign is written $$"
                                : "variables are nested more than " + DEPTH_MAX + " deep");
                return text.length();
            }
            expanded.append(braced(at, text.substring(dollar + 2, end), depth));
            return end + 1;
        }
        Matcher name = NAME.matcher(text).region(dollar + 1, text.length());
        if (!name.lookingAt()) {
            at.problem("expected a variable's name after the dollar sign; a dollar sign is written $$");
            return text.length();
        }
        expanded.append(value(at, name.group()));
        return name.end();
    }

    /** Where the brace closes that was opened before {@code from}; -1 when it does not. */
    private static int closing(String text, int from) {
        int depth = 1;
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '}' && --depth == 0) {
                return i;
            }
            if (text.startsWith("${", i)) {
                depth++;
            }
        }
        return -1;
    }

    private String braced(Value at, String inside, int depth) {
        Matcher matcher = NAME.matcher(inside);
        if (!matcher.lookingAt()) {
            at.problem("expected a variable's name after ${; a dollar sign is written $$");
            return "";
        }
        String name = matcher.group();
        String rest = inside.substring(matcher.end());
        if (rest.isEmpty()) {
            return value(at, name);
        }
        boolean emptyCounts = rest.startsWith(":");
        String operator = emptyCounts ? rest.substring(1) : rest;
        String argument = operator.isEmpty() ? "" : operator.substring(1);
        String value = variables.getOrDefault(name, "");
        boolean present = emptyCounts ? !value.isEmpty() : isSet(name);
        return switch (operator.isEmpty() ? ' ' : operator.charAt(0)) {
            case '-' -> present ? value : expand(at, argument, depth + 1);
            case '+' -> present ? expand(at, argument, depth + 1) : "";
            case '?' -> present ? value : required(at, name, expand(at, argument, depth + 1));
            default -> {
                at.problem("expected one of - ? + after the name in ${" + name + "…}; a dollar sign is written $$");
                yield "";
            }
        };
    }

    private static String required(Value at, String name, String message) {
        at.problem(name + " needs a value" + (message.isBlank() ? "" : " (" + message.strip() + ")") + ": --set " + name
                + "=…");
        return "";
    }

    /** The value of a variable; "" with a note when it has none. */
    String value(Value at, String name) {
        if (!isSet(name)) {
            at.changed(
                    name + " has no value here and is taken as empty: --set " + name + "=… or --env-file gives it one");
        }
        return variables.getOrDefault(name, "");
    }
}
