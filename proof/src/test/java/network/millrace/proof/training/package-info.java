/** Manifests of data: what is packed is what is read, and whatever does not match is refused by name. */
@NullMarked
package network.millrace.proof.training;

import org.jspecify.annotations.NullMarked;
