package network.millrace.client.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGeneratorFactory;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.crypto.PrivateKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeystoreTest {
    private static final KeyName ALICE = new KeyName("alice");
    private static final Passphrase PASSPHRASE = Passphrase.of("correct horse".toCharArray());
    private static final PrivateKey KEY =
            PrivateKey.generate(RandomGeneratorFactory.of("L64X128MixRandom").create(1));

    @TempDir
    private Path home;

    private Path folder = Path.of("");
    private Keystore keystore = new Keystore(folder);

    @BeforeEach
    void open() {
        folder = home.resolve("keys");
        keystore = new Keystore(folder);
    }

    @Test
    void storedKeyIsUnlockedByItsPassphrase() {
        StoredKey stored = keystore.add(ALICE, KEY, PASSPHRASE);

        assertThat(stored.address()).isEqualTo(KEY.address());
        assertThat(stored.locked()).isTrue();
        assertThat(keystore.list()).containsExactly(stored);
        assertThat(keystore.find(ALICE)).isEqualTo(stored);
        assertThat(keystore.unlock(ALICE, PASSPHRASE).secret()).isEqualTo(KEY.secret());
    }

    @Test
    void secretIsNotInTheFileAndOnlyTheOwnerCanReadIt() throws IOException {
        keystore.add(ALICE, KEY, PASSPHRASE);
        Path file = folder.resolve("alice.key.json");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(Files.readString(file))
                .doesNotContain(HexFormat.of().formatHex(KEY.secret()))
                .doesNotContain(Base64.getEncoder().encodeToString(KEY.secret()))
                .contains("scrypt", "aes-256-gcm", "32768");
    }

    @Test
    void wrongOrMissingPassphraseHasASentence() {
        keystore.add(ALICE, KEY, PASSPHRASE);

        assertThatExceptionOfType(KeystoreException.class)
                .isThrownBy(() -> keystore.unlock(ALICE, Passphrase.of("battery staple".toCharArray())))
                .withMessageContaining("wrong passphrase");
        assertThatExceptionOfType(KeystoreException.class)
                .isThrownBy(() -> keystore.unlock(ALICE, Passphrase.noneForDevelopment()))
                .withMessageContaining("give its passphrase");
    }

    @Test
    void passphraseMayBeMissingOnlyWhenSaidSo() {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Passphrase.of(new char[0]))
                .withMessageContaining("at least 8 characters");

        StoredKey stored = keystore.add(ALICE, KEY, Passphrase.noneForDevelopment());

        assertThat(stored.locked()).isFalse();
        assertThat(keystore.unlock(ALICE, Passphrase.noneForDevelopment()).secret())
                .isEqualTo(KEY.secret());
    }

    @Test
    void nameIsTakenOnce() {
        keystore.add(ALICE, KEY, Passphrase.noneForDevelopment());

        assertThatExceptionOfType(KeystoreException.class)
                .isThrownBy(() -> keystore.add(ALICE, KEY, PASSPHRASE))
                .withMessageContaining("already a key named alice");
        assertThat(keystore.find(ALICE).locked()).isFalse();
    }

    @Test
    void unknownNameListsTheKnownOnes() {
        assertThatExceptionOfType(KeystoreException.class)
                .isThrownBy(() -> keystore.find(ALICE))
                .withMessageContaining("no key is there yet");

        keystore.add(new KeyName("bob"), KEY, Passphrase.noneForDevelopment());
        assertThatExceptionOfType(KeystoreException.class)
                .isThrownBy(() -> keystore.unlock(ALICE, PASSPHRASE))
                .withMessageContaining("there are bob");
        assertThatExceptionOfType(KeystoreException.class).isThrownBy(() -> keystore.remove(ALICE));

        keystore.remove(new KeyName("bob"));
        assertThat(keystore.list()).isEmpty();
    }

    @Test
    void changedFileDoesNotOpen() throws IOException {
        PrivateKey other = PrivateKey.generate(
                RandomGeneratorFactory.of("L64X128MixRandom").create(2));
        keystore.add(ALICE, KEY, Passphrase.noneForDevelopment());
        Path file = folder.resolve("alice.key.json");
        String text = Files.readString(file);

        Files.writeString(
                file, text.replace(KEY.address().toString(), other.address().toString()));
        assertThatExceptionOfType(KeystoreException.class)
                .isThrownBy(() -> keystore.find(ALICE))
                .withMessageContaining("not that of its public key");

        String swapped = text.replace(KEY.address().toString(), other.address().toString())
                .replace(KEY.publicKey().toString(), other.publicKey().toString());
        Files.writeString(file, swapped);
        assertThatExceptionOfType(KeystoreException.class)
                .isThrownBy(() -> keystore.unlock(ALICE, Passphrase.noneForDevelopment()));

        Files.writeString(file, "{");
        assertThatExceptionOfType(KeystoreException.class)
                .isThrownBy(keystore::list)
                .withMessageContaining("alice.key.json is no key file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Alice", "a b", "../alice", "1a", "a.b"})
    void namesCannotLeaveTheFolder(String name) {
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> new KeyName(name));
    }
}
