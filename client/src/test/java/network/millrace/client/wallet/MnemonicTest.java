package network.millrace.client.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGeneratorFactory;
import network.millrace.protocol.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MnemonicTest {
    private static final String ABANDON = "abandon ".repeat(11) + "about";

    /** From the reference vectors of BIP 39 (passphrase TREZOR). */
    @ParameterizedTest
    @CsvSource({
        "00000000000000000000000000000000,abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon"
                + " abandon about,c55257c360c07c72029aebc1b53c05ed0362ada38ead3e3e9efa3708e53495531f09a6987599d18264c1e1c92"
                + "f2cf141630c7a3c4ab7c81b2f001698e7463b04",
        "7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f,legal winner thank year wave sausage worth useful legal winner thank yellow,"
                + "2e8905819b8723fe2c1d161860e5ee1830318dbf49a83bd451cfb8440c28bd6fa457fe1296106559a3c80937a1c1069be3a3a5b"
                + "d381ee6260e8d9739fce1f607",
        "ffffffffffffffffffffffffffffffff,zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong,"
                + "ac27495480225222079d7be181583751e86f571027b0497b5b5d11218e0a8a13332572917f0f8e5a589620c6f15b11c61dee327"
                + "651a14c34e18231052e48c069",
        "f585c11aec520db57dd353c69554b21a89b20fb0650966fa0a9d6f74fd989d8f,void come effort suffer camp survey warrior"
                + " heavy shoot primary clutch crush open amazing screen patrol group space point ten exist slush involve"
                + " unfold,01f5bced59dec48e362f2c45b5de68b9fd6c92c6634f44d6d40aab69056506f0e35524a518034ddc1192e1dacd32c1"
                + "ed3eaa3c3b131c88ed8e7e54c49a5d0998",
    })
    void wordsAndSeedAgreeWithTheReference(String entropy, String words, String seed) {
        Mnemonic mnemonic = Mnemonic.ofEntropy(HexFormat.of().parseHex(entropy));

        assertThat(String.join(" ", mnemonic.words())).isEqualTo(words);
        assertThat(HexFormat.of().formatHex(Mnemonic.parse(words).seed("TREZOR")))
                .isEqualTo(seed);
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 15, 18, 21, 24})
    void generatedWordsAreReadBack(int count) {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(count);

        Mnemonic mnemonic = Mnemonic.generate(random, count);

        assertThat(mnemonic.words()).hasSize(count);
        assertThat(Mnemonic.parse(" " + String.join("  ", mnemonic.words()).toUpperCase(Locale.ROOT))
                        .words())
                .isEqualTo(mnemonic.words());
    }

    @Test
    void mistakesAreExplained() {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Mnemonic.parse("abandon about"))
                .withMessageContaining("this one has 2");
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Mnemonic.parse(ABANDON.replace("about", "abuot")))
                .withMessageContaining("word 12");
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Mnemonic.parse(ABANDON.replace("about", "abandom")))
                .withMessageContaining("did you mean abandon?");
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Mnemonic.parse(ABANDON.replace("about", "abandon")))
                .withMessageContaining("do not fit together");
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() ->
                        Mnemonic.generate(RandomGeneratorFactory.getDefault().create(1), 13));
    }

    @Test
    void wordsAreNotPrinted() {
        assertThat(Mnemonic.parse(ABANDON)).hasToString("mnemonic of 12 words");
    }
}
