package network.millrace.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.Property;
import org.junit.jupiter.api.Test;

class Secp256k1Test {
    private static final BigInteger ORDER =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    private static final PrivateKey KEY =
            PrivateKey.of(hex("c4a48e2fce1481cd3294b4490f6678090ea98d3d0e5cd984558ab0968741b104"));

    private final Signatures portable = new PortableSignatures();

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] digest(String text) {
        return Hash.sha256(text.getBytes(StandardCharsets.UTF_8)).bytes();
    }

    @Test
    void nativeLibraryIsInUseOnLinux() {
        assertThat(Secp256k1.implementation()).isEqualTo("libsecp256k1");
    }

    /** Made with another implementation (Python's ecdsa, deterministic, canonical). */
    @Test
    void signatureAndPublicKeyAgreeWithTheReference() {
        assertThat(KEY.publicKey()).hasToString("024f4e2ad99c34d60b9ba6283c9431a8418af8673212961f97a77b6377fcd05b62");
        assertThat(HexFormat.of().formatHex(KEY.sign(digest("millrace"))))
                .isEqualTo("bc36ca7eb7aae3b550025a142816ee066fd21ed903dd02b4a89f42af48b2d86b"
                        + "033b0f792037d09c3b5069be7d9a684c913167ba6b3a741eba0cdc1d47cfeaec");
    }

    @Test
    void bothImplementationsAgree() {
        Property.holds("bothImplementationsAgree", 40, random -> {
            PrivateKey key = PrivateKey.generate(random);
            byte[] publicKey = key.publicKey().bytes();
            byte[] digest = new byte[32];
            random.nextBytes(digest);
            byte[] signature = key.sign(digest);
            byte[] damaged = signature.clone();
            damaged[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));

            assertThat(portable.publicKeyOf(key.secret())).isEqualTo(publicKey);
            assertThat(portable.sign(digest, key.secret())).isEqualTo(signature);
            assertThat(portable.verify(digest, signature, publicKey)).isTrue();
            assertThat(Secp256k1.verify(digest, signature, publicKey)).isTrue();
            assertThat(Secp256k1.verify(digest, damaged, publicKey)).isFalse();
            assertThat(portable.verify(digest, damaged, publicKey)).isFalse();
            assertThat(portable.add(key.secret(), digest))
                    .isEqualTo(key.plus(digest).secret());
        });
    }

    @Test
    void bothImplementationsAgreeOnWhatIsAPoint() {
        Property.holds("bothImplementationsAgreeOnWhatIsAPoint", 100, random -> {
            byte[] candidate = new byte[33];
            random.nextBytes(candidate);
            candidate[0] = (byte) random.nextInt(6);

            assertThat(portable.isPublicKey(candidate))
                    .isEqualTo(Secp256k1.signatures().isPublicKey(candidate));
        });
    }

    @Test
    void secondSignatureMadeByNegatingSIsRefused() {
        byte[] digest = digest("millrace");
        byte[] signature = KEY.sign(digest);
        byte[] high = ORDER.subtract(new BigInteger(1, signature, 32, 32)).toByteArray();
        byte[] negated = signature.clone();
        System.arraycopy(high, high.length - 32, negated, 32, 32);

        assertThat(portable.verify(digest, negated, KEY.publicKey().bytes()))
                .as("ECDSA itself accepts it")
                .isTrue();
        assertThat(KEY.publicKey().verify(digest, negated)).isFalse();
    }

    @Test
    void malformedSignaturesAreFalseRatherThanErrors() {
        byte[] digest = digest("millrace");
        byte[] tooGreat = new byte[64];
        Arrays.fill(tooGreat, 0, 32, (byte) 0xff);

        assertThat(KEY.publicKey().verify(digest, new byte[64])).isFalse();
        assertThat(KEY.publicKey().verify(digest, new byte[63])).isFalse();
        assertThat(KEY.publicKey().verify(digest, tooGreat)).isFalse();
        assertThat(KEY.publicKey().verify(new byte[31], KEY.sign(digest))).isFalse();
        assertThat(Secp256k1.verify(digest, KEY.sign(digest), new byte[33])).isFalse();
    }

    @Test
    void whatIsNoKeyIsRefusedWithASentence() {
        byte[] order = hex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> PrivateKey.of(new byte[32]))
                .withMessageContaining("zero or beyond the order");
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> PrivateKey.of(order));
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> PublicKey.of(new byte[33]))
                .withMessageContaining("not a point");
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> PublicKey.of(new byte[65]))
                .withMessageContaining("33 bytes");
    }

    @Test
    void privateKeyIsNeverPrinted() {
        assertThat(KEY.toString()).doesNotContain("c4a48e2f").contains("024f4e2a");
    }
}
