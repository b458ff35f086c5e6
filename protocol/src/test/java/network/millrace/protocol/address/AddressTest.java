package network.millrace.protocol.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.HexFormat;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.Property;
import network.millrace.protocol.crypto.PublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTest {
    private static final String KNOWN = "mill19rl4cm2hmr8afy4kldpxz3fka4jguq0a2m4mal";

    /** Made with another implementation of bech32 (Python's reference). */
    @ParameterizedTest
    @CsvSource({
        "28ff5c6d57d8cfd492b6fb42614536ed648e01fd," + KNOWN,
        "0000000000000000000000000000000000000000,mill1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq9cce9h",
        "ffffffffffffffffffffffffffffffffffffffff,mill1llllllllllllllllllllllllllllllllffekza",
        "000102030405060708090a0b0c0d0e0f10111213,mill1qqqsyqcyq5rqwzqfpg9scrgwpugpzysn4dfunn",
    })
    void bytesAndTextAgreeWithTheReference(String hex, String text) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThat(Address.of(bytes)).hasToString(text);
        assertThat(Address.parse(text).bytes()).isEqualTo(bytes);
    }

    /** The first account of the mnemonic "abandon … about" at 44'/118'/0'/0/0, known from Cosmos wallets. */
    @Test
    void keyHasTheAccountThatCosmosWalletsShow() {
        PublicKey key = PublicKey.of(
                HexFormat.of().parseHex("024f4e2ad99c34d60b9ba6283c9431a8418af8673212961f97a77b6377fcd05b62"));

        assertThat(key.address()).hasToString(KNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "treasury,mill1mrhp9cxe8tazxae5ntp0m8luctgp95d9vsplzw",
        "escrow,mill1w538v779q895u5qjavfl8m94xw6axw7s52ns4a",
    })
    void modulesHaveAccountsDerivedFromTheirNames(String name, String text) {
        assertThat(Address.module(name)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|begin with \"mill1\"",
                "mill1|43 characters",
                "cosmos19rl4cm2hmr8afy4kldpxz3fka4jguq0auqdal4|begin with \"mill1\"",
                "MILL19RL4CM2HMR8AFY4KLDPXZ3FKA4JGUQ0A2M4MAL|begin with \"mill1\"",
                "mill19rl4cm2hmr8afy4kldpxz3fka4jguq0a2m4mab|holds 'b' at position 43",
                "mill19rl4cm2hmr8afy4kldpxz3fka4jguq0a2m4maq|wrong checksum",
                "mill19rl4cm2hmr8afy4kldpxz3fka4jguq0a2m4mAl|holds 'A' at position 42",
            })
    void whatIsNoAddressIsRefusedWithASentence(String text, String part) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Address.parse(text))
                .withMessageContaining(part);
    }

    @Test
    void anyOtherNumberOfBytesIsRefused() {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Address.of(new byte[21]))
                .withMessageContaining("20 bytes; these are 21");
    }

    @Test
    void textBytesAndOrderAgree() {
        Property.holds("textBytesAndOrderAgree", 500, random -> {
            byte[] first = new byte[Address.BYTES];
            random.nextBytes(first);
            byte[] second = first.clone();
            second[random.nextInt(Address.BYTES)] ^= (byte) random.nextInt(256);
            Address one = Address.of(first);
            Address other = Address.of(second);

            assertThat(Address.parse(one.toString())).isEqualTo(one);
            assertThat(one.bytes()).isEqualTo(first);
            assertThat(Integer.signum(one.compareTo(other)))
                    .isEqualTo(Integer.signum(Arrays.compareUnsigned(first, second)));
        });
    }

    @Test
    void oneWrongCharacterIsAlwaysNoticed() {
        Property.holds("oneWrongCharacterIsAlwaysNoticed", 500, random -> {
            StringBuilder text = new StringBuilder(KNOWN);
            int position = 5 + random.nextInt(KNOWN.length() - 5);
            char wrong = "qpzry9x8gf2tvdw0s3jn54khce6mua7l".charAt(random.nextInt(32));
            if (wrong != text.charAt(position)) {
                text.setCharAt(position, wrong);
                assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> Address.parse(text.toString()));
            }
        });
    }
}
