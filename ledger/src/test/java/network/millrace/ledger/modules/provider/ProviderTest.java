package network.millrace.ledger.modules.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import network.millrace.ledger.Person;
import network.millrace.ledger.TestLedger;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ledger.v1.PageRequest;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.provider.v1.Fingerprint;
import network.millrace.protocol.provider.v1.MsgRegisterProvider;
import network.millrace.protocol.provider.v1.MsgUpdateProvider;
import network.millrace.protocol.provider.v1.Provider;
import network.millrace.protocol.provider.v1.QueryProviderRequest;
import network.millrace.protocol.provider.v1.QueryProviderResponse;
import network.millrace.protocol.provider.v1.QueryProvidersRequest;
import network.millrace.protocol.provider.v1.QueryProvidersResponse;
import network.millrace.protocol.resources.v1.Attribute;
import network.millrace.protocol.resources.v1.Capacity;
import network.millrace.protocol.resources.v1.GpuCapacity;
import network.millrace.protocol.resources.v1.StorageCapacity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registrations, by messages. */
class ProviderTest {
    private final Person ada = Person.called("ada");
    private final Person ben = Person.called("ben");
    private final TestLedger net = TestLedger.with(ada, ben);

    @Test
    void aRegistrationCanBeReadBack() {
        var result = accept(ada, registration(ada).build());

        assertThat(TestLedger.eventNames(result)).contains("ProviderRegistered");
        Provider provider = provider(ada);
        assertThat(provider.getEndpoint()).isEqualTo("https://ada.example:8443");
        assertThat(provider.getRegisteredHeight()).isEqualTo(1);
        assertThat(provider.getRegisteredMs()).isPositive();
    }

    @Test
    void registeringTwiceIsRefused() {
        accept(ada, registration(ada).build());

        refuse(ada, registration(ada).build(), ProviderError.ALREADY_REGISTERED, "with an update");
    }

    @Test
    void updatingWhatIsNotRegisteredIsRefused() {
        refuse(ada, update(registration(ada).build()), ProviderError.NOT_REGISTERED, "register first");
    }

    @Test
    void anUpdateReplacesEverythingButWhenItWasRegistered() {
        accept(ada, registration(ada).build());
        long registeredMs = provider(ada).getRegisteredMs();

        accept(
                ada,
                update(registration(ada)
                        .setEndpoint("https://ada.example")
                        .setRegion("eu")
                        .build()));

        assertThat(provider(ada).getEndpoint()).isEqualTo("https://ada.example");
        assertThat(provider(ada).getRegion()).isEqualTo("eu");
        assertThat(provider(ada).getRegisteredMs()).isEqualTo(registeredMs);
    }

    @Test
    void aCertificateBelongsToOneProvider() {
        accept(ada, registration(ada).build());
        MsgRegisterProvider posing = registration(ben)
                .setFingerprints(0, registration(ada).getFingerprints(0))
                .build();

        refuse(ben, posing, ProviderError.FINGERPRINT_TAKEN, ada.address().toString());
    }

    @Test
    void aCertificateCanBeRotatedAndIsFreeAfterwards() {
        accept(ada, registration(ada).build());
        Fingerprint next = Fingerprint.newBuilder()
                .setSha256(hash("next"))
                .setValidFromMs(net.timeMs() + 1_000)
                .build();
        accept(ada, update(registration(ada).addFingerprints(next).build()));
        assertThat(provider(ada).getFingerprintsCount()).isEqualTo(2);

        accept(ada, update(registration(ada).setFingerprints(0, next).build()));

        accept(
                ben,
                registration(ben)
                        .setFingerprints(0, registration(ada).getFingerprints(0))
                        .build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ada.example",
                "https://ada.example:8443/",
                "https://127.0.0.1:1",
                "https://localhost:65535",
                "https://[::1]:8443"
            })
    void httpsUrlsOfHostAndPortAreAccepted(String endpoint) {
        accept(ada, registration(ada).setEndpoint(endpoint).build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ada.example",
                "http://ada.example",
                "https://",
                "https:ada.example",
                "https://ada.example:0",
                "https://ada.example:65536",
                "https://ada.example/path",
                "https://user@ada.example",
                "https://ada.example?query",
                "https://ada.example#part",
                "https://-ada.example",
                "https://ada..example"
            })
    void otherEndpointsAreRefused(String endpoint) {
        refuse(
                ada,
                registration(ada).setEndpoint(endpoint).build(),
                ProviderError.BAD_ENDPOINT,
                "https URL of host and port");
    }

    @Test
    void fingerprintsAreOneOrTwoOfThirtyTwoBytes() {
        refuseFingerprints(registration -> registration.clearFingerprints(), "came 0");
        refuseFingerprints(
                registration -> registration.addFingerprints(fingerprint("two")).addFingerprints(fingerprint("three")),
                "came 3");
        refuseFingerprints(registration -> registration.addFingerprints(registration.getFingerprints(0)), "twice");
        refuseFingerprints(
                registration -> registration.getFingerprintsBuilder(0).setSha256(ByteString.copyFromUtf8("short")),
                "this has 5");
        refuseFingerprints(
                registration -> registration.getFingerprintsBuilder(0).setValidFromMs(-1), "since 1970");
    }

    @Test
    void attributesHaveKeysOfTheirOwnInTheRightForm() {
        refuseAttribute("1st", "key is a letter");
        refuseAttribute("a", "key is a letter");
        refuseAttribute("with space", "key is a letter");
        refuseAttribute("k".repeat(128), "key is a letter");
        refuse(
                ada,
                registration(ada)
                        .addAttributes(attribute("tier"))
                        .addAttributes(attribute("tier"))
                        .build(),
                ProviderError.BAD_ATTRIBUTE,
                "twice");
    }

    @Test
    void textsHaveLimits() {
        refuseText(registration -> registration.setRegion("r".repeat(257)), "region may have 256 bytes; it has 257");
        refuseText(registration -> registration.getInfoBuilder().setName("ü".repeat(129)), "it has 258");
        refuseText(registration -> registration.getInfoBuilder().setWebsite("a\nb"), "control characters");
        refuseText(registration -> registration.setEndpoint("https://" + "a".repeat(300)), "endpoint");
    }

    @Test
    void aCountryIsTwoCapitals() {
        refuse(ada, registration(ada).setCountry("de").build(), ProviderError.BAD_PLACE, "two capital letters");
        accept(ada, registration(ada).setCountry("").build());
    }

    @Test
    void capacityMustBeSomething() {
        refuseCapacity(capacity -> capacity.setCpuMillis(0), "more than no CPU");
        refuseCapacity(capacity -> capacity.setMemoryBytes(0), "no memory");
        refuseCapacity(capacity -> capacity.addStorage(StorageCapacity.newBuilder()), "must have bytes");
        refuseCapacity(capacity -> capacity.addGpus(GpuCapacity.newBuilder().setVendor("nvidia")), "vendor, model");
        refuseCapacity(
                capacity -> {
                    for (int i = 0; i < 65; i++) {
                        capacity.addStorage(StorageCapacity.newBuilder().setBytes(1));
                    }
                },
                "at most 64");
    }

    @Test
    void providersAreListedInPages() {
        accept(ada, registration(ada).build());
        accept(ben, registration(ben).build());

        var first = providers(PageRequest.newBuilder().setLimit(1).build());
        var second = providers(PageRequest.newBuilder()
                .setLimit(1)
                .setKey(first.getPage().getNextKey())
                .build());

        assertThat(first.getProvidersCount()).isEqualTo(1);
        assertThat(second.getProvidersCount()).isEqualTo(1);
        assertThat(first.getProviders(0)).isNotEqualTo(second.getProviders(0));
        assertThat(second.getPage().getNextKey().isEmpty()).isTrue();
    }

    @Test
    void registrationsSurviveExportAndImport() {
        accept(ada, registration(ada).build());

        var imported = new TestLedger(net.ledger().export());

        assertThat(imported.ledger().export().toByteArray())
                .isEqualTo(net.ledger().export().toByteArray());
        MsgRegisterProvider posing = registration(ben)
                .setFingerprints(0, registration(ada).getFingerprints(0))
                .build();
        assertThat(imported.send(ben, posing).getCode()).isEqualTo(ProviderError.FINGERPRINT_TAKEN.code());
    }

    private static MsgRegisterProvider.Builder registration(Person person) {
        return MsgRegisterProvider.newBuilder()
                .setOwner(person.address().toString())
                .setEndpoint("https://" + person.name() + ".example:8443")
                .setCapacity(Capacity.newBuilder().setCpuMillis(1_000).setMemoryBytes(1L << 30))
                .addFingerprints(fingerprint(person.name()));
    }

    private static MsgUpdateProvider update(MsgRegisterProvider registration) {
        return MsgUpdateProvider.newBuilder()
                .setOwner(registration.getOwner())
                .setEndpoint(registration.getEndpoint())
                .addAllAttributes(registration.getAttributesList())
                .setCapacity(registration.getCapacity())
                .addAllFingerprints(registration.getFingerprintsList())
                .setInfo(registration.getInfo())
                .setCountry(registration.getCountry())
                .setRegion(registration.getRegion())
                .build();
    }

    private static Fingerprint fingerprint(String name) {
        return Fingerprint.newBuilder().setSha256(hash(name)).build();
    }

    private static ByteString hash(String text) {
        return Hash.sha256(text.getBytes(StandardCharsets.UTF_8)).toByteString();
    }

    private static Attribute attribute(String key) {
        return Attribute.newBuilder().setKey(key).setValue("value").build();
    }

    private void refuseAttribute(String key, String sentence) {
        refuse(ada, registration(ada).addAttributes(attribute(key)).build(), ProviderError.BAD_ATTRIBUTE, sentence);
    }

    private void refuseFingerprints(Consumer<MsgRegisterProvider.Builder> change, String sentence) {
        refuseChanged(change, ProviderError.BAD_FINGERPRINT, sentence);
    }

    private void refuseText(Consumer<MsgRegisterProvider.Builder> change, String sentence) {
        refuseChanged(change, ProviderError.BAD_TEXT, sentence);
    }

    private void refuseCapacity(Consumer<Capacity.Builder> change, String sentence) {
        refuseChanged(
                registration -> change.accept(registration.getCapacityBuilder()), ProviderError.BAD_CAPACITY, sentence);
    }

    private void refuseChanged(Consumer<MsgRegisterProvider.Builder> change, ProviderError error, String sentence) {
        MsgRegisterProvider.Builder registration = registration(ada);
        change.accept(registration);
        refuse(ada, registration.build(), error, sentence);
    }

    private TxResult accept(Person signer, Message message) {
        TxResult result = net.send(signer, message);
        assertThat(result.getLog()).isEmpty();
        return result;
    }

    private void refuse(Person signer, Message message, ProviderError error, String sentence) {
        TxResult result = net.send(signer, message);
        assertThat(result.getCode()).as(result.getLog()).isEqualTo(error.code());
        assertThat(result.getCodespace()).isEqualTo("provider");
        assertThat(result.getLog()).contains(sentence);
    }

    private Provider provider(Person person) {
        var request = QueryProviderRequest.newBuilder()
                .setOwner(person.address().toString())
                .build();
        return ((QueryProviderResponse) net.ledger().query("provider", "Provider", request)).getProvider();
    }

    private QueryProvidersResponse providers(PageRequest page) {
        return (QueryProvidersResponse) net.ledger()
                .query(
                        "provider",
                        "Providers",
                        QueryProvidersRequest.newBuilder().setPage(page).build());
    }
}
