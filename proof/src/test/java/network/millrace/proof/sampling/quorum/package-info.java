@NullMarked
package network.millrace.proof.sampling.quorum;

import org.jspecify.annotations.NullMarked;
