package network.millrace.cli.command;

import network.millrace.protocol.address.Address;

/** Who is meant by a word on the command line. */
public record Party(Home home) {
    /** An address as it stands, or that of the key of this name. */
    public Address address(String word) {
        return Address.parse(word);
    }
}
