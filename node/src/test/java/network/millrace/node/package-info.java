@NullMarked
package network.millrace.node;

import org.jspecify.annotations.NullMarked;
