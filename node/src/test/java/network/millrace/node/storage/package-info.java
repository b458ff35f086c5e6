@NullMarked
package network.millrace.node.storage;

import org.jspecify.annotations.NullMarked;
