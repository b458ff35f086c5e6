@NullMarked
package network.millrace.proof.sampling.audit;

import org.jspecify.annotations.NullMarked;
