package network.millrace.client.sdl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.util.List;
import network.millrace.protocol.manifest.v1.Service;
import network.millrace.protocol.manifest.v1.ServiceExpose;
import network.millrace.protocol.resources.v1.Attribute;
import network.millrace.protocol.resources.v1.Endpoint;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.Resources;
import network.millrace.protocol.resources.v1.Storage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Akash's rules one by one, for whoever has no corpus at hand. */
class SdlRulesTest {
    /** Two services of one profile, an address, a route to a service, three kinds of storage and a GPU. */
    private static final String MODEL = """
            version: "2.1"
            endpoints:
              myip: {kind: ip}
            services:
              api:
                image: acme/api:3
                args: []
                expose:
                  - {port: 9000, proto: udp, to: [{global: true, ip: myip}]}
                  - port: 8080
                    as: 80
                    to: [{service: worker}, {global: true}]
                params:
                  storage:
                    data: {mount: /data}
                    cache: {mount: /cache, readOnly: true}
                credentials: {host: " reg.example.com ", username: bob, password: secret}
              worker:
                image: acme/worker:3
                expose: [{port: 22, accept: [api.example.com], to: [{global: true}]}]
            profiles:
              compute:
                both:
                  resources:
                    cpu: {units: 250m, attributes: {arch: arm64}}
                    memory: {size: 1.5Gi}
                    gpu:
                      units: 1
                      attributes:
                        vendor:
                          nvidia:
                            - {model: h100, ram: 80Gi, interface: sxm}
                            - {model: a100}
                    storage:
                      - {name: data, size: 20Gi, attributes: {persistent: true, class: beta2}}
                      - {size: 1Gi}
                      - {name: cache, size: 20Gi}
                      - {name: shm, size: 512Mi, attributes: {class: ram}}
              placement:
                east:
                  attributes: {tier: gold, host: akash}
                  pricing:
                    both: {denom: uact, amount: 12.345}
            deployment:
              api: {east: {profile: both, count: 2}}
              worker: {east: {profile: both, count: 1}}
            """;

    /** The same in version 2.0, where a persistent volume must be mounted by each service. */
    private static final String MODEL_2_0 = MODEL.replace("\"2.1\"", "\"2.0\"")
            .replace("image: acme/worker:3", "image: acme/worker:3\n    params: {storage: {data: {mount: /data}}}");

    private static SdlDocument parse(String text) throws SdlException {
        return Sdl.parse(text, Sdl.Mode.COMPAT);
    }

    private static GroupSpec group(String text) throws SdlException {
        return parse(text).groups().getFirst();
    }

    private static Service service(String name) throws SdlException {
        return parse(MODEL).manifest().getGroups(0).getServicesList().stream()
                .filter(service -> service.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Endpoint endpoint(Endpoint.Kind kind, int number) {
        return Endpoint.newBuilder().setKind(kind).setSequenceNumber(number).build();
    }

    private static List<String> keys(List<Attribute> attributes) {
        return attributes.stream().map(Attribute::getKey).toList();
    }

    @Test
    void servicesWithOneProfileShareAUnitFromVersion21On() throws SdlException {
        GroupSpec shared = group(MODEL);
        GroupSpec apart = group(MODEL_2_0);

        assertThat(shared.getResourcesList())
                .extracting(unit -> unit.getResource().getId(), unit -> unit.getCount())
                .containsExactly(tuple(1, 3));
        assertThat(apart.getResourcesList())
                .extracting(unit -> unit.getResource().getId(), unit -> unit.getCount())
                .containsExactly(tuple(1, 2), tuple(2, 1));
    }

    @Test
    void endpointsOfASharedUnitAreSortedByTheirNumber() throws SdlException {
        assertThat(group(MODEL).getResources(0).getResource().getEndpointsList())
                .containsExactly(
                        endpoint(Endpoint.Kind.SHARED_HTTP, 0),
                        endpoint(Endpoint.Kind.RANDOM_PORT, 0),
                        endpoint(Endpoint.Kind.RANDOM_PORT, 0),
                        endpoint(Endpoint.Kind.LEASED_IP, 2));
        assertThat(service("worker").getResources().getEndpointsList())
                .containsExactly(endpoint(Endpoint.Kind.RANDOM_PORT, 0));
    }

    /** The route to a service takes number 1 under its empty name, although it is no address. */
    @Test
    void routesToServicesShiftTheNumbersOfAddresses() throws SdlException {
        assertThat(service("api").getExposeList())
                .filteredOn(expose -> !expose.getIp().isEmpty())
                .extracting(ServiceExpose::getEndpointSequenceNumber)
                .containsExactly(2);
    }

    @Test
    void exposesAreSortedByServicePortProtocolAndReach() throws SdlException {
        assertThat(service("api").getExposeList())
                .extracting(ServiceExpose::getService, ServiceExpose::getPort, ServiceExpose::getExternalPort)
                .containsExactly(tuple("", 8080, 80), tuple("", 9000, 0), tuple("worker", 8080, 80));
    }

    @Test
    void volumesAreSortedBySizePersistenceAndName() throws SdlException {
        Resources resources = group(MODEL).getResources(0).getResource();

        assertThat(resources.getStorageList())
                .extracting(Storage::getName)
                .containsExactly("shm", "default", "cache", "data");
        assertThat(resources.getStorage(0).getAttributesList())
                .extracting(Attribute::getKey, Attribute::getValue)
                .containsExactly(tuple("class", "ram"), tuple("persistent", "false"));
        assertThat(resources.getStorage(1).getAttributesList()).isEmpty();
    }

    @Test
    void gpuModelsBecomeSortedKeys() throws SdlException {
        assertThat(keys(group(MODEL).getResources(0).getResource().getGpu().getAttributesList()))
                .containsExactly("vendor/nvidia/model/a100", "vendor/nvidia/model/h100/ram/80Gi/interface/sxm");
    }

    @Test
    void otherGpuVendorMeansAnyNvidiaWhichIsRemarked() throws SdlException {
        SdlDocument document = parse(MODEL.replace("nvidia:", "amd:"));

        assertThat(keys(document.groups()
                        .getFirst()
                        .getResources(0)
                        .getResource()
                        .getGpu()
                        .getAttributesList()))
                .containsExactly("vendor/nvidia/model/*");
        assertThat(document.remarks())
                .anySatisfy(remark -> assertThat(remark.message()).contains("any NVIDIA GPU"));
    }

    @Test
    void placementAttributesAreSortedAndTeeIsAdded() throws SdlException {
        assertThat(keys(group(MODEL).getRequirements().getAttributesList())).containsExactly("host", "tier");
        assertThat(keys(group(MODEL.replace("    params:\n", "    params:\n      tee: cpu-gpu\n"))
                        .getRequirements()
                        .getAttributesList()))
                .containsExactly("host", "tee/type", "tier");
    }

    @Test
    void absentListsAreNullAndEmptyOnesAreNot() throws SdlException {
        String json = new String(parse(MODEL).canonicalJson(), StandardCharsets.UTF_8);

        assertThat(json).contains("\"args\":[],\"command\":null", "\"args\":null,\"command\":null");
        assertThat(json).contains("\"hosts\":[\"api.example.com\"]", "\"hosts\":null");
    }

    @Test
    void paramsAndCredentialsComeTrimmedAndInOrder() throws SdlException {
        String json = new String(parse(MODEL).canonicalJson(), StandardCharsets.UTF_8);

        assertThat(json)
                .contains("\"params\":{\"storage\":[{\"mount\":\"/cache\",\"name\":\"cache\",\"readOnly\":true},"
                        + "{\"mount\":\"/data\",\"name\":\"data\",\"readOnly\":false}]}")
                .contains("\"credentials\":{\"email\":\"\",\"host\":\"reg.example.com\",\"password\":\"secret\","
                        + "\"username\":\"bob\"}");
    }

    @Test
    void manifestWithEverythingIsReadBackAndFits() throws SdlException {
        SdlDocument document = parse(
                MODEL.replace("    params:\n", "    params:\n      permissions: {read: [logs]}\n      tee: cpu\n"));

        assertThat(ManifestJson.read(document.canonicalJson())).isEqualTo(document.manifest());
        assertThat(ManifestCheck.differences(document.manifest(), document.groups()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "512Mi,536870912",
        "1.5Gi,1610612736",
        "2000k,2000000",
        "2000Ki,2048000",
        "0x1p9Mi,536870912",
        "1e-1Gi,107374182",
        "536870912,536870912",
        "+1Gi,1073741824",
        "1_0Mi,10485760",
        ".5Gi,536870912",
        "2.Gi,2147483648",
    })
    void sizesAreFloatingPointNumbersWithASuffix(String size, String bytes) throws SdlException {
        assertThat(group(MODEL.replace("memory: {size: 1.5Gi}", "memory: {size: \"" + size + "\"}"))
                        .getResources(0)
                        .getResource()
                        .getMemory()
                        .getQuantity()
                        .getVal()
                        .toStringUtf8())
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"512mi", "8GB", "1gib", "Gi", "NaN", "-1Gi", "1 Gi", "Inf", "1Gi1"})
    void whatIsNoSizeIsRefused(String size) {
        String text = MODEL.replace("memory: {size: 1.5Gi}", "memory: {size: \"" + size + "\"}");

        assertThat(catchThrowableOfType(SdlException.class, () -> parse(text))).hasMessageContaining("memory");
    }

    @ParameterizedTest
    @CsvSource({"250m,250", "0.5,500", "2,2000", "1e-1,100", "0.0125,12", "1_0,10000"})
    void coresAreThousandthsCutOff(String units, String millis) throws SdlException {
        assertThat(group(MODEL.replace("units: 250m", "units: \"" + units + "\""))
                        .getResources(0)
                        .getResource()
                        .getCpu()
                        .getUnits()
                        .getVal()
                        .toStringUtf8())
                .isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({"2,2", "0x10,16", "1.9,1", "0o17,15", "017,15", "1_0,10", "0b11,3", "2e0,2", "+2,2"})
    void countsAreYamlNumbersCutOff(String count, int expected) throws SdlException {
        String text = MODEL_2_0.replace("count: 2", "count: " + count);

        assertThat(group(text).getResources(0).getCount()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"'\"2\"'", "-1", "two", "true", "4294967296", "'[2]'"})
    void whatIsNoCountIsRefused(String count) {
        String text = MODEL.replace("count: 2", "count: " + count);

        assertThat(catchThrowableOfType(SdlException.class, () -> parse(text)))
                .hasMessageContaining("deployment.api.east.count: expected a whole number");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ip: myip|ip: other|there is no endpoint \"other\"",
                "{global: true, ip: myip}|{global: true}|declared but never used",
                "myip: {kind: ip}|myip: {kind: dns}|expected kind: ip",
                "data: {mount: /data}|data: {mount: data}|absolute path",
                "data: {mount: /data}|data: {mount: /cache}|mounted there already",
                "data: {mount: /data}|ghost: {mount: /data}|no volume \"ghost\"",
                "data: {mount: /data}|shm: {mount: /dev/shm, readOnly: true}|ram cannot be read-only",
                "name: cache|name: data|two volumes are called data",
                "class: beta2|class: beta9|there is no storage class",
                "persistent: true, class|persistent: false, class|write persistent: true",
                "class: ram|class: ram, persistent: true|ram cannot be persistent",
                "class: ram|class: ram, colour: red|no such attribute of storage",
                "arch: arm64|cores: 4|no such attribute of cpu",
                "{model: a100}|{model: h100, ram: 80Gi, interface: sxm}|asked for twice",
                "interface: sxm|interface: usb|expected pcie or sxm",
                "model: a100|model: a 100|no attribute key",
                "password: secret|email: x@y.z|need a host, a username and a password",
                "worker: {east|ghost: {east|there is no service \"ghost\"",
                "worker: {east|worker: {west|there is no placement profile \"west\"",
            })
    void rulesAboutReferencesAndAttributesAreExplained(String text, String replacement, String part) {
        assertThat(MODEL).contains(text);

        assertThat(catchThrowableOfType(SdlException.class, () -> parse(MODEL.replace(text, replacement))))
                .hasMessageContaining(part);
    }

    @Test
    void persistentVolumeMustBeMountedSomewhereInVersion20Only() throws SdlException {
        String unmounted = MODEL.replaceAll("(?s)    params:.*?    credentials", "    credentials");

        assertThat(parse(unmounted).groups()).hasSize(1);
        assertThat(catchThrowableOfType(SdlException.class, () -> parse(unmounted.replace("\"2.1\"", "\"2.0\""))))
                .hasMessageContaining("which this service does not mount");
    }

    @Test
    void anchorsAndMergeKeysWork() throws SdlException {
        String merged = MODEL.replace(
                        "api: {east: {profile: both, count: 2}}", "api: {east: &t {profile: both, count: 2}}")
                .replace("worker: {east: {profile: both, count: 1}}", "worker: {east: {<<: *t, count: 1}}");

        assertThat(parse(merged).version()).isEqualTo(parse(MODEL).version());
    }

    @Test
    void onlyTheFirstDocumentOfAStreamIsRead() throws SdlException {
        assertThat(parse("---\n" + MODEL + "---\nversion: 9\n").version())
                .isEqualTo(parse(MODEL).version());
    }

    @Test
    void canonicalJsonEscapesAsGoDoes() {
        assertThat(new String(
                        GoJson.canonical(List.of("a\"\\\n\t\u0001\u2028<é>\ud83d\ude00", true, 7, List.of())),
                        StandardCharsets.UTF_8))
                .isEqualTo("[\"a\\\"\\\\\\n\\t\\u0001\\u2028\\u003cé\\u003e\ud83d\ude00\",true,7,[]]");
    }
}
