package network.millrace.client.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.random.RandomGeneratorFactory;
import network.millrace.client.Property;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.ids.DeploymentId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {
    private static final PrivateKey TENANT =
            PrivateKey.generate(RandomGeneratorFactory.of("L64X128MixRandom").create(1));
    private static final PrivateKey STRANGER =
            PrivateKey.generate(RandomGeneratorFactory.of("L64X128MixRandom").create(2));
    private static final Address PROVIDER = Address.module("provider");
    private static final Instant NOW = Instant.parse("2026-11-21T06:00:00Z");
    private static final DeploymentId DEPLOYMENT = new DeploymentId(TENANT.address(), 42);
    private static final String HEADER = "{\"alg\":\"ES256K\",\"typ\":\"JWT\"}";

    private static String token() {
        return AccessToken.mint(
                TENANT, PROVIDER, 42, Set.of(AccessScope.LOGS, AccessScope.STATUS), "t-1", NOW, Duration.ofMinutes(5));
    }

    private static String payload() {
        return new String(Base64.getUrlDecoder().decode(token().split("\\.")[1]), StandardCharsets.UTF_8);
    }

    private static String signed(String header, String payload) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String text = encoder.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(payload.getBytes(StandardCharsets.UTF_8));
        byte[] digest = Hash.sha256(text.getBytes(StandardCharsets.US_ASCII)).bytes();
        return text + "." + encoder.encodeToString(TENANT.sign(digest));
    }

    private static void assertDenied(String token, Instant now, String part) {
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> AccessToken.verify(token, TENANT.publicKey(), now))
                .withMessageContaining(part);
    }

    @Test
    void payloadIsThatOfAep64() {
        assertThat(payload())
                .isEqualTo("{\"iss\":\"" + TENANT.address()
                        + "\",\"iat\":1795240800,\"nbf\":1795240800,\"exp\":1795241100,"
                        + "\"jti\":\"t-1\",\"version\":\"v1\",\"leases\":{\"access\":\"granular\",\"permissions\":["
                        + "{\"provider\":\"" + PROVIDER + "\",\"access\":\"granular\",\"deployments\":["
                        + "{\"dseq\":42,\"scope\":[\"status\",\"logs\"]}]}]}}");
    }

    @Test
    void tokenAllowsWhatItNames() throws AccessDeniedException {
        AccessClaims claims = AccessToken.verify(token(), TENANT.publicKey(), NOW);

        claims.require(PROVIDER, DEPLOYMENT, AccessScope.LOGS);
        assertThat(claims.issuer()).isEqualTo(TENANT.address());
        assertThat(claims.id()).isEqualTo("t-1");
        assertThat(AccessToken.issuer(token())).isEqualTo(TENANT.address());
    }

    @Test
    void tokenAllowsNothingElse() throws AccessDeniedException {
        AccessClaims claims = AccessToken.verify(token(), TENANT.publicKey(), NOW);

        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> claims.require(PROVIDER, DEPLOYMENT, AccessScope.SHELL))
                .withMessage("the token does not allow shell; it allows logs, status");
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> claims.require(Address.module("other"), DEPLOYMENT, AccessScope.LOGS))
                .withMessageContaining("is for provider " + PROVIDER);
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> claims.require(PROVIDER, new DeploymentId(TENANT.address(), 43), AccessScope.LOGS))
                .withMessageContaining("is for deployment " + DEPLOYMENT);
    }

    @Test
    void signatureMustBeTheIssuersOwn() {
        String byStranger =
                AccessToken.mint(STRANGER, PROVIDER, 42, Set.of(AccessScope.LOGS), "t-1", NOW, Duration.ofMinutes(5));
        String changed = token().replace(".ey", ".eY");

        assertDenied(byStranger, NOW, "not signed by the key of " + STRANGER.address());
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> AccessToken.verify(changed, TENANT.publicKey(), NOW));
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> AccessToken.verify(token(), STRANGER.publicKey(), NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "HS256", "ES256", ""})
    void onlyEs256kIsAccepted(String algorithm) {
        assertDenied(
                signed("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}", payload()),
                NOW,
                "must be signed with ES256K");
    }

    @Test
    void unsignedTokenIsDenied() {
        String unsigned = token().substring(0, token().lastIndexOf('.') + 1);
        assertDenied(unsigned, NOW, "not signed");
    }

    @Test
    void timesAreCheckedWithALittleSkew() throws AccessDeniedException {
        Instant expires = NOW.plus(Duration.ofMinutes(5));

        AccessToken.verify(token(), TENANT.publicKey(), expires.plusSeconds(29));
        AccessToken.verify(token(), TENANT.publicKey(), NOW.minusSeconds(30));
        assertDenied(token(), expires.plusSeconds(30), "expired at 2026-11-21T06:05:00Z");
        assertDenied(token(), NOW.minusSeconds(31), "valid from 2026-11-21T06:00:00Z");
        assertDenied(signed(HEADER, payload().replace("1795241100", "1795241101")), NOW, "longer than 5 minutes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\":\"v1\"|\"version\":\"v2\"|version must be v1",
                "\"leases\":{\"access\":\"granular\"|\"leases\":{\"access\":\"full\"|leases.access must be granular",
                "\"jti\":\"t-1\",|''|jti",
                "\"dseq\":42|\"dseq\":0|dseq must not be 0",
                "\"dseq\":42|\"dseq\":4.2|must have a dseq",
                "[\"status\",\"logs\"]|[]|must list its scope",
                "[\"status\",\"logs\"]|[\"everything\"]|\"everything\"",
                "\"exp\":1795241100|\"exp\":\"soon\"|exp must be a time",
                "\"iat\":1795240800|\"iat\":1795240800,\"iat\":0|no JSON object",
            })
    void otherClaimsAreDenied(String text, String replacement, String part) {
        assertThat(payload()).contains(text);
        assertDenied(signed(HEADER, payload().replace(text, replacement)), NOW, part);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a.b", "a.b.c.d", "!.!.!", "e30.e30.", "W10.W10."})
    void whatIsNoTokenIsDenied(String text) {
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> AccessToken.verify(text, TENANT.publicKey(), NOW));
        assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> AccessToken.issuer(text));
    }

    @Test
    void changedTokensAreDeniedAndNothingElse() {
        String token = token();
        Property.holds("changedTokensAreDeniedAndNothingElse", 500, random -> {
            StringBuilder changed = new StringBuilder(token);
            int at = random.nextInt(token.length());
            char other = "AZaz09-_.=\u00e9 ".charAt(random.nextInt(12));
            changed.setCharAt(at, other);
            // The last character of the signature holds four bits that mean nothing.
            if (other != token.charAt(at) && at != token.length() - 1) {
                assertThatExceptionOfType(AccessDeniedException.class)
                        .isThrownBy(() -> AccessToken.verify(changed.toString(), TENANT.publicKey(), NOW));
            }
        });
    }

    @Test
    void tokensWithoutScopeOrWithALongLifeAreNotMinted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccessToken.mint(TENANT, PROVIDER, 42, Set.of(), "x", NOW, Duration.ofMinutes(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccessToken.mint(
                        TENANT, PROVIDER, 42, Set.of(AccessScope.LOGS), "x", NOW, Duration.ofMinutes(6)));
    }

    @Test
    void tokenIsTakenFromTheHeader() {
        assertThat(AccessToken.ofHeader("bearer abc ")).contains("abc");
        assertThat(AccessToken.ofHeader("Basic abc")).isEmpty();
    }
}
