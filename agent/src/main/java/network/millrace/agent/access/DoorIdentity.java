package network.millrace.agent.access;

import network.millrace.protocol.address.Address;

/** Whose door it is, and what it says of itself. */
public record DoorIdentity(Address provider, String version, String backend) {}
