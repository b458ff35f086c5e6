/**
 * State as a flat, ordered map of bytes, seen through typed tables.
 *
 * <pre>
 *   Table / Index      typed keys and values, kept by modules           (what a module author uses)
 *        |
 *      State           writes of the running block, with savepoints     (overlay: decoded objects)
 *        |
 *   StateReader        the committed state                              (port: RocksDB, MemoryState)
 * </pre>
 *
 * A key is one byte for the module, one byte for the table, then the fields of the typed key, each written so that the
 * order of bytes is the order of values. Values stay decoded in the overlay and are encoded once, when the block ends
 * and its {@link network.millrace.ledger.state.WriteSet} is taken.
 */
@NullMarked
package network.millrace.ledger.state;

import org.jspecify.annotations.NullMarked;
