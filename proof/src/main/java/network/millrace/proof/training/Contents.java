package network.millrace.proof.training;

import network.millrace.protocol.crypto.Hash;

/** Where the files of a manifest are, each by the SHA-256 of its bytes. What comes out is not trusted: its hash is checked. */
@FunctionalInterface
public interface Contents {
    /**
     * The bytes of a file.
     *
     * @param bytes how many the manifest says it has; a file of another length may be refused unread
     * @throws network.millrace.proof.RefusedException when it is not there, or has another length
     */
    byte[] read(Hash sha256, long bytes);
}
