package network.millrace.node.mempool;

import network.millrace.node.error.NodeError;

/** Why there is no room for a transaction. */
public record MempoolRefusal(NodeError error, String message) {}
