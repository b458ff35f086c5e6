@NullMarked
package network.millrace.node.mempool;

import org.jspecify.annotations.NullMarked;
