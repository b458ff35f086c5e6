package network.millrace.cli.command;

import network.millrace.client.wallet.KeyName;
import network.millrace.client.wallet.Keystore;
import network.millrace.protocol.address.Address;

/** Who is meant by a word on the command line. */
public record Party(Home home) {
    private static final String ADDRESS_PREFIX = "mill1";

    /** An address as it stands, or that of the key of this name. */
    public Address address(String word) {
        return word.startsWith(ADDRESS_PREFIX)
                ? Address.parse(word)
                : new Keystore(home.keys()).find(new KeyName(word)).address();
    }
}
