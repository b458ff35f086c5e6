package network.millrace.node.mempool;

import com.google.protobuf.ByteString;
import network.millrace.protocol.crypto.Hash;

/**
 * A transaction that was admitted.
 *
 * @param sender whose share of the mempool it uses
 * @param gasWanted counted against the gas of a block
 * @param admittedMs when it was admitted, ms since 1970
 */
public record PendingTransaction(Hash hash, ByteString bytes, String sender, long gasWanted, long admittedMs) {}
