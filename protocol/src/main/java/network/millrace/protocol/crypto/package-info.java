/** Hashes, keys and signatures. ECDSA over secp256k1 by libsecp256k1 (JNI); BouncyCastle stands in where the library does not load. */
@NullMarked
package network.millrace.protocol.crypto;

import org.jspecify.annotations.NullMarked;
