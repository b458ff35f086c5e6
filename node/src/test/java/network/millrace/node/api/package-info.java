@NullMarked
package network.millrace.node.api;

import org.jspecify.annotations.NullMarked;
