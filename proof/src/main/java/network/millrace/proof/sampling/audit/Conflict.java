package network.millrace.proof.sampling.audit;

import network.millrace.protocol.address.Address;

/** A step that an auditor and the other side see differently; a dispute decides it. */
public record Conflict(Address auditor, long step) {}
