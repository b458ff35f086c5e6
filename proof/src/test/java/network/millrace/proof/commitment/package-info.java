@NullMarked
package network.millrace.proof.commitment;

import org.jspecify.annotations.NullMarked;
