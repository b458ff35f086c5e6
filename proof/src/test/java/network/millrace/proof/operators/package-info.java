@NullMarked
package network.millrace.proof.operators;

import org.jspecify.annotations.NullMarked;
