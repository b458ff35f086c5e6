/** The transaction envelope (Cosmos, SIGN_MODE_DIRECT): canonical decoding, bytes to sign, building and signing. docs/wire.md describes it. */
@NullMarked
package network.millrace.protocol.tx;

import org.jspecify.annotations.NullMarked;
