package network.millrace.agent.access;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import network.millrace.protocol.provider.v1.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * The door's certificates. One is shown; when its end comes near a second is made that becomes valid a day later, so that its
 * fingerprint is on the ledger long before it is shown. Which one is shown depends on the clock alone: nothing has to be restarted.
 * Safe for use by several threads.
 */
public final class DoorCertificates {

    private static final Duration LIFE = Duration.ofDays(365);
    private static final Duration RENEW_BEFORE_END = Duration.ofDays(30);
    private static final Duration ANNOUNCE = Duration.ofDays(1);
    /** A clock that lags a little must not find the first certificate not yet valid. */
    private static final Duration BACKDATE = Duration.ofHours(1);

    private static final int MOST = 2;

    private final Path folder;
    private final String name;
    private final InstantSource clock;
    private volatile List<DoorCertificate> certificates;

    private DoorCertificates(Path folder, String name, InstantSource clock, List<DoorCertificate> certificates) {
        this.folder = folder;
        this.name = name;
        this.clock = clock;
        this.certificates = certificates;
    }

    /**
     * Reads the certificates of a folder, and makes the first one when there is none.
     *
     * @param name put into new certificates, for people; tenants check the fingerprint only
     * @throws IOException when the folder cannot be used or a file in it is no certificate
     */
    public static DoorCertificates open(Path folder, String name, InstantSource clock) throws IOException {
        Files.createDirectories(folder);
        DoorCertificates door = new DoorCertificates(folder, name, clock, read(folder));
        if (door.valid().isEmpty()) {
            Instant now = clock.instant();
            door.add(CertificateFiles.create(name, now.minus(BACKDATE), now.plus(LIFE)));
        }
        return door;
    }

    /**
     * Makes the next certificate when the shown one ends soon and none is prepared.
     *
     * @return whether the ledger should learn of a new fingerprint
     */
    public synchronized boolean renewIfDue() throws IOException {
        Instant now = clock.instant();
        DoorCertificate newest = certificates.getLast();
        if (now.isBefore(newest.validUntil().minus(RENEW_BEFORE_END))) {
            return false;
        }
        Instant from = newest.validUntil().isBefore(now.plus(ANNOUNCE)) ? now : now.plus(ANNOUNCE);
        add(CertificateFiles.create(name, from, from.plus(LIFE)));
        return true;
    }

    /** What the ledger should hold: the two newest that have not ended. */
    public List<Fingerprint> fingerprints() {
        List<DoorCertificate> valid = valid();
        return valid.subList(Math.max(0, valid.size() - MOST), valid.size()).stream()
                .map(one -> Fingerprint.newBuilder()
                        .setSha256(ByteString.copyFrom(one.fingerprint().bytes()))
                        .setValidFromMs(one.validFrom().toEpochMilli())
                        .build())
                .toList();
    }

    /** TLS that shows the certificate that is valid at the time of each connection. */
    public SSLContext tls() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new ShownKey()}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    private DoorCertificate shown() {
        Instant now = clock.instant();
        List<DoorCertificate> valid = valid();
        return valid.stream()
                .filter(one -> !one.validFrom().isAfter(now))
                .reduce((earlier, later) -> later)
                .orElse(certificates.getLast());
    }

    private List<DoorCertificate> valid() {
        Instant now = clock.instant();
        return certificates.stream()
                .filter(one -> one.validUntil().isAfter(now))
                .toList();
    }

    private void add(DoorCertificate certificate) throws IOException {
        CertificateFiles.write(folder.resolve("door-" + certificate.validFrom().toEpochMilli() + ".pem"), certificate);
        List<DoorCertificate> more = new ArrayList<>(certificates);
        more.add(certificate);
        certificates = List.copyOf(more);
    }

    private static List<DoorCertificate> read(Path folder) throws IOException {
        List<DoorCertificate> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".pem")).toList()) {
                found.add(CertificateFiles.read(file));
            }
        }
        found.sort(Comparator.comparing(DoorCertificate::validFrom));
        return List.copyOf(found);
    }

    /** Names each certificate by its fingerprint, so that chain and key are of the same one also when the shown one changes. */
    private final class ShownKey extends X509ExtendedKeyManager {

        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return alias(keyType);
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return alias(keyType);
        }

        private @Nullable String alias(String keyType) {
            return keyType.startsWith("EC") ? shown().fingerprint().hex() : null;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {shown().fingerprint().hex()};
        }

        @Override
        public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[0];
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {named(alias).certificate()};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return named(alias).key();
        }

        private DoorCertificate named(String alias) {
            return certificates.stream()
                    .filter(one -> one.fingerprint().hex().equals(alias))
                    .findFirst()
                    .orElseGet(DoorCertificates.this::shown);
        }
    }
}
