package network.millrace.proof.commitment;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import network.millrace.protocol.crypto.Hash;

/** The functions that commitments may be made with; a job names one. Both give 32 bytes. */
public enum HashFunction {
    /** The faster one where the processor has instructions for it. */
    SHA_256(1, "SHA-256"),
    /** The faster one on 64-bit processors without such instructions. */
    SHA_512_256(2, "SHA-512/256");

    private final int code;
    private final String algorithm;

    HashFunction(int code, String algorithm) {
        this.code = code;
        this.algorithm = algorithm;
    }

    /** The code in canonical bytes. */
    public int code() {
        return code;
    }

    MessageDigest newDigest() {
        if (this == SHA_256) {
            return Hash.newSha256();
        }
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has " + algorithm + "; this one does not", impossible);
        }
    }
}
