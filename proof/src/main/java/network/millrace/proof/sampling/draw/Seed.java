package network.millrace.proof.sampling.draw;

import network.millrace.protocol.crypto.Hash;

/** The chance of one claim's audit; every use of it has draws of its own, which tell nothing of one another. */
public record Seed(Hash value) {

    /**
     * The draws for a purpose.
     *
     * @param index which of several uses of the same purpose, from 0: the auditor's seat, the round of replicas
     */
    public Draws draws(Purpose purpose, long index) {
        return new Draws(value, purpose, index);
    }
}
