package network.millrace.agent.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import network.millrace.agent.testkit.Fixtures;
import network.millrace.client.NetworkException;
import network.millrace.client.access.AccessScope;
import network.millrace.client.access.AccessToken;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.crypto.PublicKey;
import network.millrace.protocol.ids.DeploymentId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenGateTest {

    private static final PrivateKey TENANT = Fixtures.TENANT_KEY;
    private static final Address PROVIDER = Fixtures.PROVIDER_KEY.address();
    private static final DeploymentId DEPLOYMENT = new DeploymentId(TENANT.address(), 7);
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final Duration LIFE = Duration.ofMinutes(2);

    private Instant now = NOW;

    @TempDir
    private Path folder;

    private TokenGate gate;

    @BeforeEach
    void open() throws IOException {
        gate = new TokenGate(PROVIDER, TokenGateTest::onLedger, used(), () -> now);
    }

    private UsedTokens used() throws IOException {
        return UsedTokens.open(folder.resolve("used"), now);
    }

    private static Optional<PublicKey> onLedger(Address account) {
        return account.equals(TENANT.address()) ? Optional.of(TENANT.publicKey()) : Optional.empty();
    }

    @Test
    void aTokenOfTheOwnerOpensTheDoor() {
        assertThatCode(() -> gate.require(bearer(token("1")), DEPLOYMENT, AccessScope.STATUS))
                .doesNotThrowAnyException();
    }

    @Test
    void noTokenIsRefused() {
        assertThat(refusal("")).isEqualTo(DoorError.TOKEN_MISSING);
        assertThat(refusal("Basic dXNlcjpwYXNz")).isEqualTo(DoorError.TOKEN_MISSING);
    }

    @Test
    void whatIsNoTokenIsRefused() {
        for (String text : new String[] {"x", "a.b", "a.b.c", "..", token("1") + ".more", "é.é.é"}) {
            assertThat(refusal(bearer(text))).as(text).isEqualTo(DoorError.TOKEN_REFUSED);
        }
    }

    @Test
    void otherAlgorithmsAreRefused() {
        for (String algorithm : new String[] {"none", "None", "HS256", "RS256", "ES256", "es256k", ""}) {
            assertThat(refusal(bearer(withHeader("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}"))))
                    .as(algorithm)
                    .isEqualTo(DoorError.TOKEN_REFUSED);
        }
        assertThat(refusal(bearer(unsigned()))).as("none, without signature").isEqualTo(DoorError.TOKEN_REFUSED);
    }

    @Test
    void anotherKeyIsRefused() {
        String forged =
                AccessToken.mint(Fixtures.key("stranger"), PROVIDER, 7, Set.of(AccessScope.STATUS), "1", NOW, LIFE);
        String[] own = token("1").split("\\.", -1);
        String[] theirs = forged.split("\\.", -1);

        assertThat(refusal(bearer(forged)))
                .as("an account the ledger does not know")
                .isEqualTo(DoorError.TOKEN_REFUSED);
        assertThat(refusal(bearer(own[0] + "." + own[1] + "." + theirs[2])))
                .as("the owner's claims, another's signature")
                .isEqualTo(DoorError.TOKEN_REFUSED);
    }

    @Test
    void changedClaimsAreRefused() {
        String[] parts = token("1").split("\\.", -1);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);

        String changed = parts[0] + "." + encode(claims.replace("\"status\"", "\"logs\"")) + "." + parts[2];

        assertThat(refusal(bearer(changed))).isEqualTo(DoorError.TOKEN_REFUSED);
    }

    @Test
    void aTokenForAnotherProviderIsRefused() {
        String token = AccessToken.mint(
                TENANT, Fixtures.key("other").address(), 7, Set.of(AccessScope.STATUS), "1", NOW, LIFE);

        assertThat(refusal(bearer(token))).isEqualTo(DoorError.TOKEN_FOR_ANOTHER);
    }

    @Test
    void aTokenForAnotherLeaseIsRefused() {
        String token = AccessToken.mint(TENANT, PROVIDER, 8, Set.of(AccessScope.STATUS), "1", NOW, LIFE);

        assertThat(refusal(bearer(token))).isEqualTo(DoorError.TOKEN_FOR_ANOTHER);
    }

    @Test
    void aTokenForAnotherScopeIsRefused() {
        String token = AccessToken.mint(TENANT, PROVIDER, 7, Set.of(AccessScope.LOGS), "1", NOW, LIFE);

        assertThat(refusal(bearer(token))).isEqualTo(DoorError.TOKEN_FOR_ANOTHER);
    }

    @Test
    void anExpiredTokenIsRefused() {
        String token = token("1");
        now = NOW.plus(LIFE).plus(AccessToken.CLOCK_SKEW).plusSeconds(1);

        assertThat(refusal(bearer(token))).isEqualTo(DoorError.TOKEN_REFUSED);
    }

    @Test
    void aTokenOfTheFutureIsRefused() {
        String token = token("1");
        now = NOW.minus(AccessToken.CLOCK_SKEW).minusSeconds(1);

        assertThat(refusal(bearer(token))).isEqualTo(DoorError.TOKEN_REFUSED);
    }

    @Test
    void aTokenWorksOnce() {
        String token = token("1");
        gate.require(bearer(token), DEPLOYMENT, AccessScope.STATUS);

        assertThat(refusal(bearer(token))).isEqualTo(DoorError.TOKEN_USED);
        now = NOW.plus(LIFE).plus(AccessToken.CLOCK_SKEW).minusSeconds(1);
        assertThat(refusal(bearer(token))).as("as long as it is valid").isEqualTo(DoorError.TOKEN_USED);
    }

    @Test
    void aRefusedTokenIsNotUsedUp() {
        String token = token("1");
        assertThat(refusal(bearer(token), AccessScope.LOGS)).isEqualTo(DoorError.TOKEN_FOR_ANOTHER);

        assertThatCode(() -> gate.require(bearer(token), DEPLOYMENT, AccessScope.STATUS))
                .doesNotThrowAnyException();
    }

    @Test
    void aSilentLedgerIsNoRefusalOfTheToken() throws IOException {
        TokenGate cutOff = new TokenGate(
                PROVIDER,
                account -> {
                    throw new NetworkException("no node answers");
                },
                used(),
                () -> now);

        DoorRefusal refusal = catchThrowableOfType(
                DoorRefusal.class, () -> cutOff.require(bearer(token("1")), DEPLOYMENT, AccessScope.STATUS));

        assertThat(refusal.error()).isEqualTo(DoorError.LEDGER_SILENT);
    }

    @Test
    void tooManyTokensAreRefusedRatherThanForgotten() throws Exception {
        UsedTokens used = new UsedTokens(TokenFile.open(folder.resolve("few")), 2, 2);
        for (String id : new String[] {"1", "2"}) {
            used.use(AccessToken.verify(token(id), TENANT.publicKey(), NOW), NOW);
        }

        assertThat(used.use(AccessToken.verify(token("3"), TENANT.publicKey(), NOW), NOW))
                .isEqualTo(UsedTokens.Use.TOO_MANY);
        assertThat(used.use(AccessToken.verify(token("1"), TENANT.publicKey(), NOW), NOW))
                .isEqualTo(UsedTokens.Use.AGAIN);
        Instant later = NOW.plus(LIFE).plus(AccessToken.CLOCK_SKEW).plusSeconds(1);
        assertThat(used.use(AccessToken.verify(token("3"), TENANT.publicKey(), NOW), later))
                .as("room again once the others have expired")
                .isEqualTo(UsedTokens.Use.FIRST);
    }

    @Test
    void oneTenantCannotKeepTheOthersOut() throws Exception {
        UsedTokens used = new UsedTokens(TokenFile.open(folder.resolve("few")), 10, 1);
        used.use(AccessToken.verify(token("1"), TENANT.publicKey(), NOW), NOW);
        PrivateKey other = Fixtures.key("other");
        String theirs = AccessToken.mint(other, PROVIDER, 7, Set.of(AccessScope.STATUS), "1", NOW, LIFE);

        assertThat(used.use(AccessToken.verify(token("2"), TENANT.publicKey(), NOW), NOW))
                .isEqualTo(UsedTokens.Use.TOO_MANY);
        assertThat(used.use(AccessToken.verify(theirs, other.publicKey(), NOW), NOW))
                .isEqualTo(UsedTokens.Use.FIRST);
    }

    @Test
    void aTokenThatWasUsedBeforeARestartIsRefusedAfterIt() throws IOException {
        gate.require(bearer(token("1")), DEPLOYMENT, AccessScope.STATUS);

        open();

        assertThat(refusal(bearer(token("1")))).isEqualTo(DoorError.TOKEN_USED);
        assertThatCode(() -> gate.require(bearer(token("2")), DEPLOYMENT, AccessScope.STATUS))
                .doesNotThrowAnyException();
    }

    @Test
    void anEntryThatACrashToreIsLeftOutAndWrittenOver() throws IOException {
        gate.require(bearer(token("1")), DEPLOYMENT, AccessScope.STATUS);
        gate.require(bearer(token("2")), DEPLOYMENT, AccessScope.STATUS);
        Path file = folder.resolve("used");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));

        open();
        gate.require(bearer(token("3")), DEPLOYMENT, AccessScope.STATUS);
        open();

        assertThat(refusal(bearer(token("1")))).isEqualTo(DoorError.TOKEN_USED);
        assertThat(refusal(bearer(token("3")))).isEqualTo(DoorError.TOKEN_USED);
    }

    @Test
    void tokensThatCannotBeValidAnyMoreAreNotKept() throws IOException {
        gate.require(bearer(token("1")), DEPLOYMENT, AccessScope.STATUS);
        now = NOW.plus(LIFE).plus(AccessToken.CLOCK_SKEW).plusSeconds(1);

        open();

        assertThat(folder.resolve("used")).isEmptyFile();
    }

    private DoorError refusal(String authorization) {
        return refusal(authorization, AccessScope.STATUS);
    }

    private DoorError refusal(String authorization, AccessScope scope) {
        DoorRefusal refusal =
                catchThrowableOfType(DoorRefusal.class, () -> gate.require(authorization, DEPLOYMENT, scope));
        assertThat(refusal).as("must be refused").isNotNull();
        return refusal.error();
    }

    private static String token(String id) {
        return AccessToken.mint(TENANT, PROVIDER, 7, Set.of(AccessScope.STATUS), id, NOW, LIFE);
    }

    private static String withHeader(String header) {
        String[] parts = token("1").split("\\.", -1);
        return encode(header) + "." + parts[1] + "." + parts[2];
    }

    private static String unsigned() {
        String[] parts = token("1").split("\\.", -1);
        return encode("{\"alg\":\"none\"}") + "." + parts[1] + ".";
    }

    private static String bearer(String token) {
        return "Bearer " + token;
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
