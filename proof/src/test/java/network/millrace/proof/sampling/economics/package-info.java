@NullMarked
package network.millrace.proof.sampling.economics;

import org.jspecify.annotations.NullMarked;
