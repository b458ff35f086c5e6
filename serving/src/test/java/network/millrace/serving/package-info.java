@NullMarked
package network.millrace.serving;

import org.jspecify.annotations.NullMarked;
