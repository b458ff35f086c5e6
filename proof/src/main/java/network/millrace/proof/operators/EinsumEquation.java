package network.millrace.proof.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import network.millrace.proof.RefusedException;
import network.millrace.proof.tensor.Shape;

/**
 * An equation with one character for every axis. The axes that an ellipsis stands for get digits, counted from the last one on, so that
 * they meet as broadcasting says.
 *
 * @param operands the labels of each operand
 * @param result those of the result
 */
record EinsumEquation(List<String> operands, String result) {
    private static final String ELLIPSIS = "...";

    EinsumEquation {
        operands = List.copyOf(operands);
    }

    static EinsumEquation parse(String equation, List<Shape> shapes) {
        String text = equation.replace(" ", "");
        int arrow = text.indexOf("->");
        String left = arrow < 0 ? text : text.substring(0, arrow);
        List<String> terms = List.of(left.split(",", -1));
        if (terms.size() != shapes.size()) {
            throw RefusedException.malformed(
                    "equation \"" + equation + "\" is for " + terms.size() + " operands; there are " + shapes.size());
        }
        List<String> operands = new ArrayList<>();
        int open = 0;
        for (int i = 0; i < terms.size(); i++) {
            int named = terms.get(i).replace(ELLIPSIS, "").length();
            int more = shapes.get(i).rank() - named;
            boolean elided = terms.get(i).contains(ELLIPSIS);
            if (more < 0 || more > 9 || (!elided && more != 0)) {
                throw RefusedException.malformed("\"" + terms.get(i) + "\" of equation \"" + equation
                        + "\" does not fit an operand of shape " + shapes.get(i));
            }
            operands.add(checked(equation, terms.get(i).replace(ELLIPSIS, digits(more))));
            open = Math.max(open, elided ? more : 0);
        }
        String result =
                arrow < 0 ? implied(operands, open) : text.substring(arrow + 2).replace(ELLIPSIS, digits(open));
        String all = String.join("", operands);
        boolean known = result.chars().allMatch(label -> all.indexOf(label) >= 0);
        if (!known || result.chars().distinct().count() != result.length()) {
            throw RefusedException.malformed(
                    "the result of equation \"" + equation + "\" must name labels of the operands, each once");
        }
        return new EinsumEquation(operands, checked(equation, result));
    }

    private static String digits(int count) {
        return "9876543210".substring(10 - count);
    }

    private static String checked(String equation, String labels) {
        if (!labels.chars().allMatch(Character::isLetterOrDigit)) {
            throw RefusedException.malformed("labels of Einsum are letters; the equation is \"" + equation + "\"");
        }
        return labels;
    }

    /** The axes of the ellipsis, and then the labels that come up once, in their order. */
    private static String implied(List<String> operands, int open) {
        String all = String.join("", operands);
        return digits(open)
                + all.chars()
                        .filter(Character::isLetter)
                        .filter(label -> all.indexOf(label) == all.lastIndexOf(label))
                        .sorted()
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
    }
}
