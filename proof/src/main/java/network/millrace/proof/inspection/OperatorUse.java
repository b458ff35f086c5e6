package network.millrace.proof.inspection;

import network.millrace.proof.operators.TileRule.Grain;

/**
 * How a file and its program use one operator.
 *
 * @param inFile nodes of the file
 * @param inProgram operations of the canonical program; none of a composite
 * @param cost multiply-adds and element operations of these
 */
public record OperatorUse(String name, Kind kind, long inFile, long inProgram, long cost) {
    /** What becomes of a node. */
    public enum Kind {
        /** It is an operation, disputed by whole tiles. */
        BY_TILE,
        /** It is an operation, disputed by single elements. */
        BY_ELEMENT,
        /** It is made of others. */
        COMPOSITE,
        /** The file itself says what it is made of. */
        FUNCTION,
        /** Nothing of it is left in the program: it was computed beforehand, or no output depends on it. */
        GONE;

        static Kind of(Grain grain) {
            return grain == Grain.TILE ? BY_TILE : BY_ELEMENT;
        }
    }
}
