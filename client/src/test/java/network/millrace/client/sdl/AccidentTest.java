package network.millrace.client.sdl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every accident: the strict mode refuses it, the compat mode takes it and remarks on it, docs/sdl.md tells of it. */
class AccidentTest {
    private static final String BASE = """
            version: "2.1"
            endpoints:
              addr: {kind: ip}
            services:
              api:
                image: acme/api
                env: [A=b]
                expose:
                  - port: 80
                    to: [{global: true, ip: addr}]
                  - port: 9000
                    to: [{service: db}]
              db:
                image: postgres
                params:
                  storage:
                    data: {mount: /data}
                    shm: {mount: /shm}
                credentials: {host: registry, username: bob, password: secret}
            profiles:
              compute:
                api:
                  resources:
                    cpu: {units: 1, attributes: {arch: amd64}}
                    memory: {size: 1Gi}
                    gpu: {units: 1, attributes: {vendor: {nvidia: [{model: a100, ram: 80Gi}]}}}
                    storage: {size: 1Gi}
                db:
                  resources:
                    cpu: {units: 1}
                    memory: {size: 1Gi}
                    storage:
                      - {size: 1Gi}
                      - {name: data, size: 10Gi, attributes: {persistent: true, class: beta2}}
                      - {name: shm, size: 1Gi, attributes: {class: ram}}
              placement:
                east:
                  attributes: {region: eu}
                  pricing:
                    api: {denom: uact, amount: 100}
                    db: {denom: uact, amount: 100}
            deployment:
              api: {east: {profile: api, count: 1}}
              db: {east: {profile: db, count: 1}}
            """;

    /** What is replaced by what, one or more pairs. */
    private static final Map<Accident, List<String>> CHANGES = new EnumMap<>(Accident.class);

    static {
        change(Accident.KEY_UNKNOWN, "image: acme/api", "image: acme/api\n    imgae: other");
        change(Accident.KEY_TWICE, "deployment:", "endpoints: {}\ndeployment:");
        change(Accident.KEY_EMPTY, "image: acme/api", "image: acme/api\n    ~: nothing");
        change(Accident.ELEMENT_EMPTY, "env: [A=b]", "env: [A=b, ~]");
        change(Accident.NOT_A_MAPPING, "attributes: {arch: amd64}", "attributes: amd64");
        change(Accident.VERSION_UNKNOWN, "version: \"2.1\"", "version: \"2.7\"");
        change(
                Accident.DOCUMENT_AFTER,
                "  db: {east: {profile: db, count: 1}}\n",
                "  db: {east: {profile: db, count: 1}}\n---\nx\n");
        change(Accident.INCLUDE_IGNORED, "services:\n", "include: [other.yaml]\nservices:\n");
        change(Accident.FRACTION_CUT, "profile: db, count: 1", "profile: db, count: 1.5");
        change(Accident.NUMBER_OCTAL, "port: 9000", "port: 010");
        change(Accident.CPU_WRAPS, "cpu: {units: 1}", "cpu: {units: 4294967.5}");
        change(
                Accident.COUNT_WRAPS,
                "api: {east: {profile: api, count: 1}}",
                "api: {east: {profile: db, count: 4294967295}}",
                "profile: db, count: 1",
                "profile: db, count: 2");
        change(Accident.COUNT_ZERO, "profile: db, count: 1", "profile: db");
        change(Accident.GPU_VENDOR, "vendor: {nvidia: [{model: a100, ram: 80Gi}]}", "vendor: {amd: [{model: mi300}]}");
        change(Accident.GPU_MODEL_MISSING, "{model: a100, ram: 80Gi}", "{ram: 80Gi}");
        change(Accident.GPU_RAM_CUT, "ram: 80Gi", "ram: 81000Mi");
        change(Accident.VOLUME_NAME_IGNORED, "storage: {size: 1Gi}", "storage: {name: disk, size: 1Gi}");
        change(Accident.PERSISTENT_WORD, "persistent: true, class: beta2", "persistent: \"yes\"");
        change(Accident.VOLUME_NOT_MOUNTED, "        data: {mount: /data}\n", "");
        change(
                Accident.RAM_READ_ONLY,
                "version: \"2.1\"",
                "version: \"2.0\"",
                "shm: {mount: /shm}",
                "shm: {mount: /shm, readOnly: true}");
        change(Accident.PORT_EXTERNAL, "port: 9000", "port: 9000\n        as: 70000");
        change(
                Accident.ADDRESS_PORT_TWICE,
                "to: [{service: db}]",
                "to: [{service: db}]\n      - {port: 8080, as: 80, to: [{global: true, ip: addr}]}");
        change(Accident.ROUTE_UNKNOWN, "service: db", "service: ghost");
        change(Accident.HTTP_OPTIONS_IGNORED, "service: db", "service: db, http_options: {max_body_size: 1}");
        change(Accident.ATTRIBUTE_KEY, "region: eu", "1region: eu");
        change(Accident.TEE_TWICE, "    params:\n", "    params:\n      tee: cpu\n", "region: eu", "tee/type: cpu");
        change(Accident.AMOUNT_SIGNS, "api: {denom: uact, amount: 100}", "api: {denom: uact, amount: \"--5\"}");
        change(
                Accident.CREDENTIALS_AS_WRITTEN,
                "version: \"2.1\"",
                "version: \"2.0\"",
                "username: bob",
                "username: \" bob \"");
    }

    private static void change(Accident accident, String... pairs) {
        CHANGES.put(accident, List.of(pairs));
    }

    private static String changed(Accident accident) {
        List<String> pairs = CHANGES.getOrDefault(accident, List.of());
        assertThat(pairs).as("there is a document for " + accident).isNotEmpty();
        String text = BASE;
        for (int i = 0; i < pairs.size(); i += 2) {
            assertThat(text).contains(pairs.get(i));
            text = text.replace(pairs.get(i), pairs.get(i + 1));
        }
        return text;
    }

    @Test
    void documentWithoutAccidentIsTakenInBothModesWithoutARemark() throws SdlException {
        assertThat(Sdl.parse(BASE, Sdl.Mode.STRICT).remarks()).isEmpty();
        assertThat(Sdl.parse(BASE, Sdl.Mode.COMPAT).remarks()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Accident.class)
    void strictModeRefusesTheAccidentAndNothingElse(Accident accident) {
        String text = changed(accident);

        List<SdlProblem> problems =
                catchThrowableOfType(SdlException.class, () -> Sdl.parse(text)).problems();

        assertThat(problems).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.message()).endsWith(accident.sentence());
            assertThat(problem.line()).isPositive();
        });
    }

    @ParameterizedTest
    @EnumSource(Accident.class)
    void compatModeTakesTheAccidentAndRemarksOnIt(Accident accident) throws SdlException {
        SdlDocument document = Sdl.parse(changed(accident), Sdl.Mode.COMPAT);

        assertThat(document.remarks())
                .anySatisfy(remark -> assertThat(remark.message()).endsWith(accident.sentence()));
        assertThat(ManifestJson.read(document.canonicalJson())).isEqualTo(document.manifest());
    }

    @Test
    void documentationListsEveryAccidentInItsOrderAndNoOther() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("mvnw")) && root.getParent() != null) {
            root = root.getParent();
        }
        Matcher rows = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (.+?) \\|")
                .matcher(Files.readString(root.resolve("docs/sdl.md")));
        List<String> listed = new ArrayList<>();
        while (rows.find()) {
            listed.add(rows.group(1) + ": " + rows.group(2));
        }

        assertThat(listed)
                .containsExactlyElementsOf(Stream.of(Accident.values())
                        .map(accident -> accident.id() + ": " + accident.sentence())
                        .toList());
    }

    @Test
    void everyAccidentHasADocumentHere() {
        assertThat(CHANGES.keySet()).isEqualTo(EnumSet.allOf(Accident.class));
    }
}
