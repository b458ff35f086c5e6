package network.millrace.agent.core;

import network.millrace.protocol.address.Address;

/** Which provider on which network. */
public record AgentIdentity(Address provider, String chainId) {}
