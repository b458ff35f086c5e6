@NullMarked
package network.millrace.node.engine.embedded;

import org.jspecify.annotations.NullMarked;
