/**
 * What a node keeps on disk: an append-only log of blocks, which is the truth, and a database of state and index, which can be
 * made again from the log.
 *
 * <p>A block is first appended to the log and made durable, then its writes go into the database in one atomic batch. A
 * crash between the two leaves a block in the log that the database lacks; on the next start the ledger applies it again.
 * So the database needs no synced writes: whatever suffix of batches a power cut takes is made good from the log.
 *
 * <p>{@link network.millrace.node.storage.Store} is written over two ports, {@link network.millrace.node.storage.Disk} and
 * {@link network.millrace.node.storage.Database}, so that a simulation runs the same recovery code over a disk that forgets.
 */
@NullMarked
package network.millrace.node.storage;

import org.jspecify.annotations.NullMarked;
