package network.millrace.proof.dispute;

/**
 * Where two runs part, as far as the search has come; what is not known yet, or does not apply, is {@link #UNKNOWN}.
 *
 * @param step from 1; 0 is what the job starts with
 * @param operation its index in the canonical order; the number of operations stands for the checkpoint after the step
 * @param operator the operation's name, or {@code checkpoint}, or empty while unknown
 * @param output which output of the operation, or of the program
 */
public record Place(long step, int operation, String operator, int output, long tile, int element, long link) {
    public static final int UNKNOWN = -1;

    static final Place NOWHERE = new Place(UNKNOWN, UNKNOWN, "", UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);

    static Place ofStep(long step) {
        return new Place(step, UNKNOWN, "", UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);
    }

    Place withOperation(int index, String name) {
        return new Place(step, index, name, output, tile, element, link);
    }

    Place withOutput(int number) {
        return new Place(step, operation, operator, number, tile, element, link);
    }

    Place withTile(long number) {
        return new Place(step, operation, operator, output, number, element, link);
    }

    Place withElement(int number) {
        return new Place(step, operation, operator, output, tile, number, link);
    }

    Place withLink(long number) {
        return new Place(step, operation, operator, output, tile, element, number);
    }

    /** For example {@code step 12, operation 3 (MatMul), output 0, tile 7, link 2}. */
    @Override
    public String toString() {
        if (step == UNKNOWN) {
            return "not found yet";
        }
        StringBuilder text = new StringBuilder("step ").append(step);
        if (operation != UNKNOWN) {
            text.append(", operation ")
                    .append(operation)
                    .append(" (")
                    .append(operator)
                    .append(')');
        }
        append(text, "output", output);
        append(text, "tile", tile);
        append(text, "element", element);
        append(text, "link", link);
        return text.toString();
    }

    private static void append(StringBuilder text, String what, long number) {
        if (number != UNKNOWN) {
            text.append(", ").append(what).append(' ').append(number);
        }
    }
}
