/** {@code millrace init} and {@code millrace node}: a network's first state, and the node that serves it. */
@NullMarked
package network.millrace.cli.node;

import org.jspecify.annotations.NullMarked;
