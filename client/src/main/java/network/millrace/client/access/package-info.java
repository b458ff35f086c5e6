/** The provider's door: TLS pinned to the fingerprints on the ledger, and the tokens a tenant signs for it. */
@NullMarked
package network.millrace.client.access;

import org.jspecify.annotations.NullMarked;
