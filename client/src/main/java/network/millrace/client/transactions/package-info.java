/** Sending: sign, estimate gas, submit, wait, and try again where that is safe. */
@NullMarked
package network.millrace.client.transactions;

import org.jspecify.annotations.NullMarked;
