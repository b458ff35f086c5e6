package network.millrace.node.mempool;

/** What fits into one block. */
public record BlockRoom(int transactions, long bytes, long gas) {

    /** Checks that something fits. */
    public BlockRoom {
        if (transactions < 1 || bytes < 1 || gas < 1) {
            throw new IllegalArgumentException("a block must have room for something, not for " + transactions
                    + " transactions, " + bytes + " bytes, " + gas + " gas");
        }
    }
}
