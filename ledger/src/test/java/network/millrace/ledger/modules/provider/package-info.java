/** Tests of the provider module's rules. */
@NullMarked
package network.millrace.ledger.modules.provider;

import org.jspecify.annotations.NullMarked;
