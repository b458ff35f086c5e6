package network.millrace.proof.metering;

/**
 * One link.
 *
 * @param operator the primitive
 * @param place the operation, output, tile, element and link, for a message
 * @param declared what the tile rule says that the link costs
 * @param openedBytes the tiles that it read, and the state before it
 * @param openedTiles how many
 * @param foreseenCost what was foreseen, from types alone, that any link of the operation costs at most
 * @param bytesMax how many may be opened for such an operation
 */
public record Measured(
        String operator,
        String place,
        long declared,
        Work work,
        long openedBytes,
        int openedTiles,
        long foreseenCost,
        long bytesMax) {}
