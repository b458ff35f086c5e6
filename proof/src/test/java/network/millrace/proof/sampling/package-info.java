@NullMarked
package network.millrace.proof.sampling;

import org.jspecify.annotations.NullMarked;
