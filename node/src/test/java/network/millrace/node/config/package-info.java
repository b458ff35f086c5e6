@NullMarked
package network.millrace.node.config;

import org.jspecify.annotations.NullMarked;
