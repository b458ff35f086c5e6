package network.millrace.proof.operators;

import network.millrace.proof.RefusedException;
import network.millrace.proof.graph.Attributes;
import network.millrace.proof.tensor.DataType;

/**
 * The bits of the first input moved by as many places as the second says. To the right a signed type keeps its sign. Moving by less
 * than 0 or by the width or more leaves only what is shifted in.
 */
final class BitShift extends IntegerElementwise {
    @Override
    public String name() {
        return "BitShift";
    }

    @Override
    Rule rule(DataType type, Attributes attributes) {
        int width = 8 * type.bytes();
        String direction = attributes.text("direction");
        return switch (direction) {
            case "LEFT" -> (x, y) -> y < 0 || y >= width ? 0 : x << y;
            case "RIGHT" -> (x, y) -> right(type, x, y < 0 || y >= width ? Long.SIZE : y);
            default -> throw RefusedException.malformed("a BitShift goes LEFT or RIGHT, not \"" + direction + "\"");
        };
    }

    private static long right(DataType type, long x, long places) {
        if (type.isUnsigned()) {
            return places == Long.SIZE ? 0 : x >>> places;
        }
        return x >> Math.min(places, Long.SIZE - 1);
    }
}
