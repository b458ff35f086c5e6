/** The second implementation of the specification, a C program, beside this one. */
@NullMarked
package network.millrace.proof.second;

import org.jspecify.annotations.NullMarked;
