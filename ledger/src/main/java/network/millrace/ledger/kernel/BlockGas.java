package network.millrace.ledger.kernel;

/** The gas that a block may still use. Only transactions that were admitted, and so have paid, use any. */
final class BlockGas {
    private long left;

    BlockGas(long limit) {
        this.left = limit;
    }

    void requireRoom(long gas) {
        Rejection.unless(
                gas <= left, KernelError.BLOCK_FULL, "the transaction uses %d gas; the block has %d left", gas, left);
    }

    void use(long gas) {
        left -= gas;
    }
}
