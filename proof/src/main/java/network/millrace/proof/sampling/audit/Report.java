package network.millrace.proof.sampling.audit;

/** A seat and how its part ended. */
public record Report(Seat seat, Finding finding) {}
