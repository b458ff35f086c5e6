/** What orders transactions into blocks: a port, so that the rest of a node does not know which engine runs. */
@NullMarked
package network.millrace.node.engine;

import org.jspecify.annotations.NullMarked;
