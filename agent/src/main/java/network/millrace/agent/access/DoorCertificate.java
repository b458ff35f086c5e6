package network.millrace.agent.access;

import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import network.millrace.protocol.crypto.Hash;

/** A certificate of the door, with its key. */
record DoorCertificate(PrivateKey key, X509Certificate certificate) {

    Instant validFrom() {
        return certificate.getNotBefore().toInstant();
    }

    Instant validUntil() {
        return certificate.getNotAfter().toInstant();
    }

    /** SHA-256 of its DER form, which is what the ledger holds. */
    Hash fingerprint() {
        try {
            return Hash.sha256(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }
}
