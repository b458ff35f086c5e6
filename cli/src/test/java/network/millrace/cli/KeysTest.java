package network.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code millrace keys}, as a script uses it. */
class KeysTest {
    /** The words of BIP 39's first test vector; the address is what any Cosmos wallet derives for prefix mill. */
    private static final String WORDS =
            "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";

    @TempDir
    private Path home;

    private Session session;

    @BeforeEach
    void openSession() {
        session = new Session(home).with("MILLRACE_PASSPHRASE", "correct horse");
    }

    @Test
    void newKeyIsListedAndItsWordsGiveItBack() {
        String added = session.run("keys", "add", "tenant", "--output", "json").out();
        String words = between(added, "\"mnemonic\":\"", "\"");
        String address = between(added, "\"address\":\"", "\"");

        var imported = session.runWithInput(words, "keys", "import", "copy");

        assertThat(imported.out().strip()).isEqualTo("copy  " + address);
        assertThat(session.run("keys", "list").out()).isEqualTo("""
                NAME    ADDRESS                                      PASSPHRASE
                copy    %1$s  yes
                tenant  %1$s  yes
                """.formatted(address));
    }

    @Test
    void wordsGiveTheSameAccountAsOtherWallets() {
        session.runWithInput(WORDS, "keys", "import", "first");
        session.runWithInput(WORDS, "keys", "import", "second", "--index", "1");

        String first = session.run("keys", "show", "first", "--output", "json").out();
        assertThat(first)
                .contains("\"public_key\":\"024f4e2ad99c34d60b9ba6283c9431a8418af8673212961f97a77b6377fcd05b62\"");
        assertThat(session.run("keys", "show", "second", "--address").out()).startsWith("mill1");
    }

    @Test
    void exportNeedsConsentAndImportTakesIt() throws Exception {
        session.runWithInput(WORDS, "keys", "import", "tenant");

        assertThat(session.run("keys", "export", "tenant").exitCode()).isEqualTo(2);
        String secret = session.run("keys", "export", "tenant", "--reveal").out();
        assertThat(secret.strip()).matches("[0-9a-f]{64}");
        Path file = Files.writeString(home.resolve("secret.hex"), secret);
        assertThat(session.run("keys", "import", "again", file.toString()).out())
                .contains(
                        session.run("keys", "show", "tenant", "--address").out().strip());
    }

    @Test
    void secretsAreNotOnDisk() throws Exception {
        session.runWithInput(WORDS, "keys", "import", "tenant");
        String secret =
                session.run("keys", "export", "tenant", "--reveal").out().strip();

        try (var files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).doesNotContain(secret, "abandon", "correct horse");
            }
        }
    }

    @Test
    void wrongPassphraseOpensNothing() {
        session.runWithInput(WORDS, "keys", "import", "tenant");

        var run = session.with("MILLRACE_PASSPHRASE", "wrong horse").run("keys", "export", "tenant", "--reveal");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("passphrase");
    }

    @Test
    void withoutTerminalThePassphraseMustBeGiven() {
        var run = new Session(home).run("keys", "add", "tenant");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("MILLRACE_PASSPHRASE", "--passphrase-file");
        assertThat(session.run("keys", "list").out()).contains("no keys in");
    }

    @Test
    void passphraseFileOpensWhatItLocked() throws Exception {
        Path file = Files.writeString(home.resolve("pass.txt"), "battery staple\nsecond line\n");
        var plain = new Session(home);

        assertThat(plain.run("keys", "add", "tenant", "--passphrase-file", file.toString())
                        .exitCode())
                .isZero();
        assertThat(plain.run("keys", "export", "tenant", "--reveal", "--passphrase-file", file.toString())
                        .out())
                .isNotBlank();
    }

    @Test
    void badNamesWordsAndDuplicatesAreExplained() {
        assertThat(session.run("keys", "add", "Bad Name").err()).contains("lower-case");
        assertThat(session.runWithInput("abandon about", "keys", "import", "x").exitCode())
                .isEqualTo(2);
        session.runWithInput(WORDS, "keys", "import", "tenant");
        assertThat(session.runWithInput(WORDS, "keys", "import", "tenant").err())
                .contains("already a key named tenant");
        assertThat(session.run("keys", "show", "nobody").err()).contains("there is no key named nobody", "tenant");
    }

    private static String between(String text, String before, String after) {
        int from = text.indexOf(before) + before.length();
        return text.substring(from, text.indexOf(after, from));
    }
}
