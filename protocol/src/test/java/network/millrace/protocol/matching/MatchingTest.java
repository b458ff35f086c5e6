package network.millrace.protocol.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.random.RandomGenerator;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.Property;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.provider.v1.Provider;
import network.millrace.protocol.resources.v1.Attribute;
import network.millrace.protocol.resources.v1.Capacity;
import network.millrace.protocol.resources.v1.Endpoint;
import network.millrace.protocol.resources.v1.GpuCapacity;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.Mismatch;
import network.millrace.protocol.resources.v1.MismatchCode;
import network.millrace.protocol.resources.v1.ResourceUnit;
import network.millrace.protocol.resources.v1.Resources;
import network.millrace.protocol.resources.v1.Storage;
import network.millrace.protocol.resources.v1.StorageCapacity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchingTest {
    private static final long GIB = 1L << 30;

    private final Resources.Builder resource = Resources.newBuilder().setId(1);
    private final GroupSpec.Builder group = GroupSpec.newBuilder().setName("westcoast");
    private final OrderTerms.Builder terms = OrderTerms.newBuilder();
    private final Provider.Builder provider = Provider.newBuilder()
            .setCountry("DE")
            .setRegion("eu-central")
            .setCapacity(Capacity.newBuilder()
                    .setCpuMillis(8000)
                    .setMemoryBytes(16 * GIB)
                    .addStorage(StorageCapacity.newBuilder().setBytes(100 * GIB))
                    .addStorage(StorageCapacity.newBuilder()
                            .setClass_("beta3")
                            .setPersistent(true)
                            .setBytes(50 * GIB))
                    .addGpus(gpu("a100", 80, "sxm", 4))
                    .addGpus(gpu("t4", 16, "pcie", 2))
                    .setRandomPorts(2));

    private static GpuCapacity gpu(String model, long gib, String connection, int count) {
        return GpuCapacity.newBuilder()
                .setVendor("nvidia")
                .setModel(model)
                .setMemoryBytes(gib * GIB)
                .setInterface(connection)
                .setCount(count)
                .build();
    }

    private static Attribute attribute(String key, String value) {
        return Attribute.newBuilder().setKey(key).setValue(value).build();
    }

    private static Storage volume(long bytes, Attribute... attributes) {
        return Storage.newBuilder()
                .setName("data")
                .setQuantity(Quantities.write(bytes))
                .addAllAttributes(List.of(attributes))
                .build();
    }

    private void askForGpus(int units, String... keys) {
        resource.getGpuBuilder().setUnits(Quantities.write(units));
        for (String key : keys) {
            resource.getGpuBuilder().addAttributes(attribute(key, "true"));
        }
    }

    private List<Mismatch> mismatches(int count) {
        GroupSpec asked = group.clone()
                .addResources(ResourceUnit.newBuilder().setResource(resource).setCount(count))
                .build();
        return Matching.mismatches(asked, terms.build(), provider.build());
    }

    private void assertMismatch(int count, MismatchCode code, String text) {
        assertThat(mismatches(count)).singleElement().satisfies(mismatch -> {
            assertThat(mismatch.getText()).isEqualTo(text);
            assertThat(mismatch.getCode()).isEqualTo(code);
        });
    }

    @Test
    void groupThatIsCoveredHasNoMismatch() {
        resource.getCpuBuilder().setUnits(Quantities.write(4000));
        resource.getMemoryBuilder().setQuantity(Quantities.write(8 * GIB));
        resource.addStorage(volume(50 * GIB));
        askForGpus(2, "vendor/nvidia/model/a100/ram/80Gi/interface/sxm");

        assertThat(mismatches(2)).isEmpty();
    }

    @Test
    void countMultipliesSizes() {
        resource.getCpuBuilder().setUnits(Quantities.write(2500));
        assertMismatch(4, MismatchCode.MISMATCH_CPU, "asked for 10 cores; the provider has 8");
    }

    @Test
    void memoryIsShownInReadableUnits() {
        resource.getMemoryBuilder().setQuantity(Quantities.write(3 * GIB / 2));
        assertMismatch(11, MismatchCode.MISMATCH_MEMORY, "asked for 16.5 GiB of memory; the provider has 16 GiB");
    }

    @Test
    void storageIsComparedClassByClass() {
        Attribute persistent = attribute("persistent", "true");
        resource.addStorage(volume(60 * GIB, persistent, attribute("class", "beta3")));
        assertMismatch(
                1,
                MismatchCode.MISMATCH_STORAGE,
                "asked for 60 GiB of persistent storage of class beta3; the provider has 50 GiB");

        resource.clearStorage().addStorage(volume(GIB, persistent, attribute("class", "beta1")));
        assertMismatch(
                1,
                MismatchCode.MISMATCH_STORAGE_CLASS,
                "asked for persistent storage of class beta1; the provider offers"
                        + " [ephemeral storage, persistent storage of class beta3]");
    }

    @Test
    void ramVolumesCountAsMemory() {
        provider.getCapacityBuilder()
                .addStorage(StorageCapacity.newBuilder().setClass_("ram").setBytes(16 * GIB));
        resource.getMemoryBuilder().setQuantity(Quantities.write(10 * GIB));
        resource.addStorage(volume(8 * GIB, attribute("class", "ram"), attribute("persistent", "false")));

        assertMismatch(1, MismatchCode.MISMATCH_MEMORY, "asked for 18 GiB of memory; the provider has 16 GiB");
    }

    @ParameterizedTest
    @CsvSource({
        "vendor/nvidia/model/a100,4",
        "vendor/nvidia/model/*,4",
        "vendor/nvidia/model/a100/ram/40Gi,4",
        "vendor/nvidia/model/t4/interface/pcie,2",
    })
    void requestedModelIsAvailableInItsCount(String key, int units) {
        askForGpus(units, key);
        assertThat(mismatches(1)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "vendor/nvidia/model/h100,1",
        "vendor/amd/model/*,1",
        "vendor/nvidia/model/a100/ram/96Gi,1",
        "vendor/nvidia/model/t4/interface/sxm,1",
        "model/a100,1",
        "vendor/nvidia/model/a100/colour/red,1",
    })
    void modelThatTheProviderLacksIsAMismatch(String key, int units) {
        askForGpus(units, key);
        assertThat(mismatches(1)).extracting(Mismatch::getCode).containsExactly(MismatchCode.MISMATCH_GPU_MODEL);
    }

    @Test
    void anyOneOfTheRequestedModelsWillDo() {
        askForGpus(2, "vendor/nvidia/model/h100", "vendor/nvidia/model/t4");
        assertThat(mismatches(1)).isEmpty();
    }

    @Test
    void oneInstanceHasGpusOfOneModel() {
        askForGpus(5, "vendor/nvidia/model/*");
        assertMismatch(
                1,
                MismatchCode.MISMATCH_GPU_COUNT,
                "asked for 5 GPU(s) for each of 1 instance(s), any nvidia; the provider has 4 x nvidia a100, 2 x nvidia t4");
    }

    @Test
    void unitWithFewChoicesIsServedBeforeOneWithMany() {
        askForGpus(4, "vendor/nvidia/model/*");
        group.addResources(ResourceUnit.newBuilder().setResource(resource).setCount(1));
        resource.clearGpu();
        askForGpus(2, "vendor/nvidia/model/t4");

        assertThat(mismatches(1)).isEmpty();
    }

    @Test
    void requiredAttributesMustBeOffered() {
        provider.addAttributes(attribute("host", "akash")).addAttributes(attribute("capabilities/net/1g", "true"));
        group.getRequirementsBuilder()
                .addAttributes(attribute("host", "akash"))
                .addAttributes(attribute("capabilities/*/1g", "true"));
        assertThat(mismatches(1)).isEmpty();

        group.getRequirementsBuilder().addAttributes(attribute("tier", "gold"));
        assertMismatch(
                1,
                MismatchCode.MISMATCH_ATTRIBUTE,
                "asked for the attribute tier=gold; the provider has none of that name");

        group.getRequirementsBuilder().setAttributes(2, attribute("host", "other"));
        assertMismatch(
                1, MismatchCode.MISMATCH_ATTRIBUTE, "asked for the attribute host=other; the provider has host=akash");
    }

    @ParameterizedTest
    @CsvSource({
        "*,anything,true",
        "a*c,abc,true",
        "a*c,abcd,false",
        "a?c,abc,true",
        "a?c,ac,false",
        "a**,a,true",
        "*b*b*,abb,true",
        "'',a,false",
        "a,'',false"
    })
    void globsMatchAsInAShell(String glob, String key, boolean matches) {
        assertThat(AttributeGlob.matches(glob, key)).isEqualTo(matches);
    }

    @Test
    void auditedAttributesAreRefusedUntilThereAreAuditors() {
        group.getRequirementsBuilder().getSignedByBuilder().addAnyOf("mill1auditor");
        assertMismatch(
                1,
                MismatchCode.MISMATCH_SIGNED_BY,
                "asked for attributes signed by an auditor; this network has no auditors yet, so leave signedBy out");
    }

    @Test
    void placeIsRegionAndResidency() {
        terms.setRegion("eu-central").setResidency("de");
        assertThat(mismatches(1)).isEmpty();

        terms.setRegion("us-west").setResidency("US");
        assertThat(mismatches(1))
                .extracting(Mismatch::getText)
                .containsExactly(
                        "asked for region us-west; the provider is in eu-central",
                        "the data must stay in US; the provider is in DE");
    }

    @Test
    void portsBesideHttpAndLeasedAddressesAreCounted() {
        resource.addEndpoints(Endpoint.newBuilder().setKind(Endpoint.Kind.SHARED_HTTP));
        for (int i = 0; i < 3; i++) {
            resource.addEndpoints(Endpoint.newBuilder().setKind(Endpoint.Kind.RANDOM_PORT));
            resource.addEndpoints(
                    Endpoint.newBuilder().setKind(Endpoint.Kind.LEASED_IP).setSequenceNumber(1));
        }

        assertThat(mismatches(1))
                .extracting(Mismatch::getText)
                .containsExactly(
                        "asked for 3 port(s) beside shared HTTP; the provider opens 2",
                        "asked for 1 leased IP address(es); the provider has 0");
    }

    @Test
    void architectureIsAmd64UnlessTheProviderSaysOtherwise() {
        resource.getCpuBuilder().addAttributes(attribute("arch", "amd64"));
        assertThat(mismatches(1)).isEmpty();

        provider.addAttributes(attribute("arch", "arm64"));
        assertMismatch(1, MismatchCode.MISMATCH_ARCHITECTURE, "asked for processors of amd64; the provider has arm64");
    }

    @Test
    void quantitiesThatAreNoNumbersAreRefused() {
        resource.getCpuBuilder().getUnitsBuilder().setVal(ByteString.copyFromUtf8("-1"));
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> mismatches(1));
        resource.getCpuBuilder().setUnits(Quantities.write(999_999_999_999_999_999L));
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> mismatches(1000))
                .withMessageContaining("more than can be reckoned with");
    }

    private static GroupSpec randomGroup(RandomGenerator random) {
        GroupSpec.Builder group = GroupSpec.newBuilder();
        for (int i = 0; i <= random.nextInt(3); i++) {
            Resources.Builder resource = Resources.newBuilder().setId(i + 1);
            resource.getCpuBuilder().setUnits(Quantities.write(random.nextInt(5000)));
            resource.getMemoryBuilder().setQuantity(Quantities.write(random.nextLong(8 * GIB)));
            resource.addStorage(volume(random.nextLong(20 * GIB)));
            String model = List.of("a100", "t4", "*").get(random.nextInt(3));
            resource.getGpuBuilder()
                    .setUnits(Quantities.write(random.nextInt(3)))
                    .addAttributes(attribute("vendor/nvidia/model/" + model, "true"));
            group.addResources(ResourceUnit.newBuilder().setResource(resource).setCount(1 + random.nextInt(3)));
        }
        return group.build();
    }

    private static Capacity randomCapacity(RandomGenerator random) {
        return Capacity.newBuilder()
                .setCpuMillis(random.nextInt(40_000))
                .setMemoryBytes(random.nextLong(64 * GIB))
                .addStorage(StorageCapacity.newBuilder().setBytes(random.nextLong(200 * GIB)))
                .addGpus(gpu("a100", 80, "sxm", random.nextInt(12)))
                .addGpus(gpu("t4", 16, "pcie", random.nextInt(12)))
                .build();
    }

    /** Doubling everything a provider has never gives a reason it had not before. */
    @Test
    void moreCapacityNeverHurts() {
        Property.holds("moreCapacityNeverHurts", 500, random -> {
            GroupSpec asked = randomGroup(random);
            Capacity capacity = randomCapacity(random);
            Capacity.Builder doubled = capacity.toBuilder()
                    .setCpuMillis(2 * capacity.getCpuMillis())
                    .setMemoryBytes(2 * capacity.getMemoryBytes());
            doubled.getStorageBuilder(0).setBytes(2 * capacity.getStorage(0).getBytes());
            doubled.getGpusBuilderList().forEach(gpu -> gpu.setCount(2 * gpu.getCount()));
            OrderTerms anywhere = OrderTerms.getDefaultInstance();

            List<MismatchCode> before = Matching.mismatches(asked, anywhere, capacity, List.of(), "", "").stream()
                    .map(Mismatch::getCode)
                    .toList();
            List<MismatchCode> after = Matching.mismatches(asked, anywhere, doubled.build(), List.of(), "", "").stream()
                    .map(Mismatch::getCode)
                    .toList();

            assertThat(before).containsAll(after);
            assertThat(HardwareMatch.ppm(asked, doubled.build()))
                    .isGreaterThanOrEqualTo(HardwareMatch.ppm(asked, capacity));
        });
    }

    @Test
    void providerThatCoversHasAHardwareScoreFromHalfToOne() {
        Property.holds("providerThatCoversHasAHardwareScoreFromHalfToOne", 500, random -> {
            GroupSpec asked = randomGroup(random);
            Capacity capacity = randomCapacity(random);
            boolean covers = Matching.mismatches(asked, OrderTerms.getDefaultInstance(), capacity, List.of(), "", "")
                    .isEmpty();

            if (covers) {
                assertThat(HardwareMatch.ppm(asked, capacity)).isBetween(500_000, 1_000_000);
            }
        });
    }

    @Test
    void hardwareScoreGrowsFromJustEnoughToTwiceTheNeed() {
        resource.getCpuBuilder().setUnits(Quantities.write(1000));
        GroupSpec asked = group.addResources(
                        ResourceUnit.newBuilder().setResource(resource).setCount(1))
                .build();

        assertThat(HardwareMatch.ppm(
                        asked, Capacity.newBuilder().setCpuMillis(999).build()))
                .isZero();
        assertThat(HardwareMatch.ppm(
                        asked, Capacity.newBuilder().setCpuMillis(1000).build()))
                .isEqualTo(500_000);
        assertThat(HardwareMatch.ppm(
                        asked, Capacity.newBuilder().setCpuMillis(1500).build()))
                .isEqualTo(750_000);
        assertThat(HardwareMatch.ppm(
                        asked, Capacity.newBuilder().setCpuMillis(64_000).build()))
                .isEqualTo(1_000_000);
    }
}
