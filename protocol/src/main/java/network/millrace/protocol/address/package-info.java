/** Addresses of accounts and modules: 20 bytes, written in bech32 with the prefix mill. */
@NullMarked
package network.millrace.protocol.address;

import org.jspecify.annotations.NullMarked;
