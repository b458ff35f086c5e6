package network.millrace.ledger.genesis;

import network.millrace.protocol.address.Address;
import network.millrace.protocol.money.Coins;

/** An account and what it has at the first block. */
public record Endowment(Address address, Coins coins) {}
