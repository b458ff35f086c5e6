package network.millrace.client.access;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import network.millrace.protocol.crypto.Hash;

/**
 * Trusts exactly the certificates whose SHA-256 the provider has registered on the ledger, from the time each is valid.
 * Names, issuers and dates in the certificate say nothing here: the ledger says who it is.
 */
final class DoorPins extends X509ExtendedTrustManager {
    private final Map<Hash, Long> validFromMs;
    private final InstantSource clock;

    DoorPins(Map<Hash, Long> validFromMs, InstantSource clock) {
        this.validFromMs = Map.copyOf(validFromMs);
        this.clock = clock;
    }

    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {this}, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this JDK has no TLS 1.3", impossible);
        }
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0) {
            throw new CertificateException("the door shows no certificate");
        }
        Hash shown = Hash.sha256(chain[0].getEncoded());
        Long from = validFromMs.get(shown);
        if (from == null) {
            List<String> registered =
                    validFromMs.keySet().stream().map(Hash::hex).sorted().toList();
            throw new CertificateException("the door shows a certificate with SHA-256 " + shown
                    + ", but registered on the ledger are " + registered
                    + ": this is somebody else, or the provider changed its certificate without registering it");
        }
        if (from > clock.millis()) {
            throw new CertificateException("the door's certificate " + shown + " is registered, but not valid yet");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
