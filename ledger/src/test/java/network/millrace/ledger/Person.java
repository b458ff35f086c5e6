package network.millrace.ledger;

import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.crypto.PrivateKey;

/** Somebody with a key, made from a name. */
public record Person(String name, PrivateKey key) {
    public static Person called(String name) {
        return new Person(
                name,
                PrivateKey.of(Hash.sha256(name.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .bytes()));
    }

    public Address address() {
        return key.publicKey().address();
    }

    @Override
    public String toString() {
        return name;
    }
}
