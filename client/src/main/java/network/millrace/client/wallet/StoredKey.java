package network.millrace.client.wallet;

import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.PublicKey;

/**
 * What can be known of a stored key without unlocking it.
 *
 * @param locked whether a passphrase is needed
 */
public record StoredKey(KeyName name, Address address, PublicKey publicKey, boolean locked) {}
