/** Tests of the kernel that need its inside. */
@NullMarked
package network.millrace.ledger.kernel;

import org.jspecify.annotations.NullMarked;
