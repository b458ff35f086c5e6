@NullMarked
package network.millrace.proof.sampling.draw;

import org.jspecify.annotations.NullMarked;
