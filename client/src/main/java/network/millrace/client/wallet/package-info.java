/** Mnemonics (BIP 39), key derivation (BIP 32) and the encrypted keystore. */
@NullMarked
package network.millrace.client.wallet;

import org.jspecify.annotations.NullMarked;
