package network.millrace.proof.metering;

/**
 * What a piece of code did.
 *
 * @param floating arithmetic instructions on floats and doubles; a fused multiply-add is one
 * @param products multiplications of longs, which is how elements of whole numbers are multiplied
 * @param whole other arithmetic instructions on ints and longs, those on indices and loop counters included
 * @param turns how often loops went round and methods began
 * @param moved elements that were copied in one go
 */
public record Work(long floating, long products, long whole, long turns, long moved) {
    /** What a multiply-add is counted by: arithmetic on elements. */
    public long arithmetic() {
        return floating + products;
    }

    /** Everything else that takes time. */
    public long bookkeeping() {
        return whole + turns;
    }
}
