package network.millrace.client.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HexFormat;
import network.millrace.protocol.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HdKeyTest {
    /** BIP 32, test vector 1: seed 000102…0f. */
    @ParameterizedTest
    @CsvSource({
        "m,e8f32e723decf4051aefac8e2c93c9c5b214313817cdb01a1494b917c8436b35,"
                + "873dff81c02f525623fd1fe5167eac3a55a049de3d314bb42ee227ffed37d508",
        "m/0',edb2e14f9ee77d26dd93b4ecede8d16ed408ce149b6cd80b0715a2d911a0afea,"
                + "47fdacbd0f1097043b78c63c20c34ef4ed9a111d980047ad16282c7ae6236141",
        "m/0'/1,3c6cb8d0f6a264c91ea8b5030fadaa8e538b020f0a387421a12de9319dc93368,"
                + "2a7857631386ba23dacac34180dd1983734e444fdbf774041578e9b6adb37c19",
        "m/0'/1/2'/2/1000000000,471b76e389e528d6de6d816857e012c5455051cad6660850e58372a6c3e6e7c8,"
                + "c783e67b921d2beb8f6b389cc646d7263b4145701dadd2161548a8b078e65e9e",
    })
    void derivationAgreesWithTheReference(String path, String key, String chainCode) {
        HdKey derived = HdKey.master(HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f"))
                .derive(HdPath.parse(path));

        assertThat(HexFormat.of().formatHex(derived.key().secret())).isEqualTo(key);
        assertThat(HexFormat.of().formatHex(derived.chainCode())).isEqualTo(chainCode);
    }

    /** The same words give this account (as cosmos19rl4…) in Keplr and other Cosmos wallets. */
    @Test
    void cosmosPathGivesTheAccountThatOtherWalletsShow() {
        byte[] seed = Mnemonic.parse("abandon ".repeat(11) + "about").seed("");

        assertThat(HdKey.master(seed).derive(HdPath.cosmos(0)).key().address())
                .hasToString("mill19rl4cm2hmr8afy4kldpxz3fka4jguq0a2m4mal");
    }

    @Test
    void pathsAreWrittenAsTheyAreRead() {
        assertThat(HdPath.parse("44h/118'/0'/0/7")).isEqualTo(HdPath.cosmos(7)).hasToString("m/44'/118'/0'/0/7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m/", "m/x", "m/-1", "m/+1", "m/2147483648", "m//1", "n/1", "m/'"})
    void whatIsNoPathIsRefused(String text) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> HdPath.parse(text))
                .withMessageContaining("m/44'/118'/0'/0/0");
    }
}
