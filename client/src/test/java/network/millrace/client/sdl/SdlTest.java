package network.millrace.client.sdl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import network.millrace.client.Property;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.manifest.v1.Manifest;
import network.millrace.protocol.manifest.v1.Service;
import network.millrace.protocol.matching.ResourceTotals;
import network.millrace.protocol.resources.v1.Endpoint;
import network.millrace.protocol.resources.v1.GroupSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdlTest {
    private static final String WEB = """
            version: "2.0"
            services:
              web:
                image: nginx:1.27
                env:
                  - QUOTE=<a & b>
                expose:
                  - port: 8080
                    as: 80
                    to:
                      - global: true
            profiles:
              compute:
                web:
                  resources:
                    cpu:
                      units: 0.5
                    memory:
                      size: 512Mi
                    storage:
                      size: 1Gi
              placement:
                anywhere:
                  pricing:
                    web:
                      denom: uact
                      amount: 1000.5
            deployment:
              web:
                anywhere:
                  profile: web
                  count: 2
            """;

    private static List<SdlProblem> problems(String text) {
        return catchThrowableOfType(SdlException.class, () -> Sdl.parse(text)).problems();
    }

    private static String changed(String text, String replacement) {
        assertThat(WEB).contains(text);
        return WEB.replace(text, replacement);
    }

    /** The hash was made by an independent program from the canonical JSON that Akash's rules give. */
    @Test
    void canonicalJsonIsSortedCompactAndEscaped() throws SdlException {
        SdlDocument document = Sdl.parse(WEB);

        assertThat(new String(document.canonicalJson(), StandardCharsets.UTF_8))
                .isEqualTo("[{\"name\":\"anywhere\",\"services\":[{\"args\":null,\"command\":null,\"count\":2,"
                        + "\"credentials\":null,\"env\":[\"QUOTE=\\u003ca \\u0026 b\\u003e\"],\"expose\":["
                        + "{\"endpointSequenceNumber\":0,\"externalPort\":80,\"global\":true,\"hosts\":null,"
                        + "\"httpOptions\":{\"maxBodySize\":1048576,\"nextCases\":[\"error\",\"timeout\"],"
                        + "\"nextTimeout\":0,\"nextTries\":3,\"readTimeout\":60000,\"sendTimeout\":60000},\"ip\":\"\","
                        + "\"port\":8080,\"proto\":\"TCP\",\"service\":\"\"}],\"image\":\"nginx:1.27\",\"name\":\"web\","
                        + "\"resources\":{\"cpu\":{\"units\":{\"val\":\"500\"}},\"endpoints\":[{\"sequence_number\":0}],"
                        + "\"gpu\":{\"units\":{\"val\":\"0\"}},\"id\":1,\"memory\":{\"size\":{\"val\":\"536870912\"}},"
                        + "\"storage\":[{\"name\":\"default\",\"size\":{\"val\":\"1073741824\"}}]}}]}]");
        assertThat(document.version().hex())
                .isEqualTo("94cc535fdf40f8f24e791e42453ab4152e299ceef43512554f99b2dd3bac59a8");
    }

    @Test
    void groupsAskForWhatTheDocumentSays() throws SdlException {
        GroupSpec group = Sdl.parse(WEB).groups().getFirst();
        ResourceTotals totals = ResourceTotals.of(group);

        assertThat(group.getName()).isEqualTo("anywhere");
        assertThat(totals.cpuMillis()).isEqualTo(1000);
        assertThat(totals.memoryBytes()).isEqualTo(1L << 30);
        assertThat(group.getResources(0).getCount()).isEqualTo(2);
        assertThat(group.getResources(0).getPrice().getAmount()).isEqualTo("1000500000000000000000");
        assertThat(group.getResources(0).getResource().getEndpointsList())
                .containsExactly(
                        Endpoint.newBuilder().setKind(Endpoint.Kind.SHARED_HTTP).build());
    }

    @Test
    void denominationsAreReplacedInGroupsButNotInTheHash() throws SdlException {
        SdlDocument document = Sdl.parse(WEB);

        GroupSpec group = document.groups(Denominations.DEVELOPMENT).getFirst();

        assertThat(group.getResources(0).getPrice().getDenom()).isEqualTo("uusd");
        assertThat(document.groups().getFirst().getResources(0).getPrice().getDenom())
                .isEqualTo("uact");
        assertThat(document.version())
                .isEqualTo(Sdl.parse(changed("denom: uact", "denom: uusd")).version());
    }

    @Test
    void denominationWithoutCounterpartIsRefusedWithItsPlace() throws SdlException {
        SdlDocument document = Sdl.parse(changed("denom: uact", "denom: uakt"));

        assertThatExceptionOfType(SdlException.class)
                .isThrownBy(() -> document.groups(Denominations.DEVELOPMENT))
                .withMessage("line 26, column 11: profiles.placement.anywhere.pricing.web: this network does not price"
                        + " leases in uakt; use one of [uusd], or a name that stands for one: {uact=uusd}");
        assertThat(document.groups(new Denominations(Map.of(), Set.of("uakt")))).hasSize(1);
    }

    @Test
    void everyProblemIsNamedWithLineAndColumn() {
        String text = changed("image: nginx:1.27", "image: \"\"")
                .replace("size: 512Mi", "size: 512mi")
                .replace("port: 8080", "port: eighty");

        assertThat(problems(text))
                .extracting(SdlProblem::toString)
                .containsExactly(
                        "line 4, column 12: services.web.image: the image is missing; write image: nginx:1.27",
                        "line 8, column 15: services.web.expose[0].port: expected a whole number from 0 to 4294967295,"
                                + " came \"eighty\"",
                        "line 19, column 17: profiles.compute.web.resources.memory.size: expected a size such as 512Mi or"
                                + " 1.5Gi, came \"512mi\"; did you mean 512Mi?");
        assertThat(problems(changed("image: nginx:1.27", "image: \"\"")))
                .extracting(SdlProblem::toString)
                .containsExactly(
                        "line 4, column 12: services.web.image: the image is missing; write image: nginx:1.27");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version: \"2.0\"|version: \"1.0\"|expected version \"2.0\" or \"2.1\"",
                "version: \"2.0\"|vrsion: \"2.0\"|version is missing",
                "version: \"2.0\"|extra: 1|there is no key \"extra\" at the top level",
                "profile: web|profile: nope|no compute profile \"nope\"; known: web",
                "profile: web|count: 1|stands here twice",
                "count: 2|count: 0|count must be at least 1; write count: 1",
                "global: true|global: false|nothing can be reached from outside",
                "units: 0.5|units: 9m|cpu.units must be from 10 to 384000",
                "units: 0.5|units: 4294967.5|become 204 thousandths of one",
                "size: 1Gi|size: 4Mi|storage.size must be from",
                "amount: 1000.5|amount: 1e3|at most 18 digits",
                "amount: 1000.5|amount: 0|above 0",
                "denom: uact|denom: ''|denom: a denomination is",
                "QUOTE=|1QUOTE=|\"1QUOTE\" is no name",
                "as: 80|proto: http|proto must be tcp or udp",
                "as: 80|accept: [App.example.com]|host names in lower case",
                "as: 80|http_options: {max_body_size: 104857601}|at most 104857600 bytes",
                "as: 80|http_options: {next_cases: [\"off\", error]}|must stand alone",
            })
    void whatAkashRefusesIsRefusedWithASentence(String text, String replacement, String part) {
        assertThat(problems(changed(text, replacement)))
                .anySatisfy(problem -> assertThat(problem.toString()).contains(part));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a: [", "- 1", "text", "\tversion: 1", "version: \"2.0\"", "&a [*a]", "version: {}"})
    void whatIsNoDocumentIsRefused(String text) {
        assertThat(problems(text)).isNotEmpty();
    }

    /** Found by damagedDocumentsAreReadOrRefusedAndNothingElse with seed 6082096554998. */
    @Test
    void nameWithoutPlacementsDeploysNothing() throws SdlException {
        assertThat(Sdl.parse(WEB + "  ghost: {}\n").version())
                .isEqualTo(Sdl.parse(WEB).version());
    }

    /** Bad documents end in problems with sentences, never in another exception. */
    @Test
    void damagedDocumentsAreReadOrRefusedAndNothingElse() {
        String pieces = " :-[]{}&*!|>'\"%@`,\n\t0a~.<";
        Property.holds("damagedDocumentsAreReadOrRefusedAndNothingElse", 2000, random -> {
            StringBuilder text = new StringBuilder(WEB);
            for (int i = 0; i <= random.nextInt(4); i++) {
                int at = random.nextInt(text.length());
                int end = Math.min(text.length(), at + random.nextInt(12));
                char piece = pieces.charAt(random.nextInt(pieces.length()));
                text.replace(at, random.nextBoolean() ? at : end, String.valueOf(piece));
            }
            try {
                SdlDocument document = Sdl.parse(text.toString());
                assertThat(ManifestJson.read(document.canonicalJson())).isEqualTo(document.manifest());
                assertThat(ManifestCheck.differences(document.manifest(), document.groups()))
                        .isEmpty();
            } catch (SdlException refused) {
                assertThat(refused.problems()).isNotEmpty();
            }
        });
    }

    /** What is wrong with a name is shown at the name, what is wrong with an element at the element. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image: nginx|imgae: nginx|4:5 services.web.imgae|did you mean image?",
                "- QUOTE=|- QU OTE=|6:9 services.web.env[0]|write NAME=value",
                "'  web:\n    anywhere:'|'  wbe:\n    anywhere:'|29:3 deployment.wbe|did you mean web?",
                "'    anywhere:\n      profile'|'    anyhere:\n      profile'|30:5 deployment.web.anyhere|did you mean anywhere?",
                "global: true|global: ture|11:21 services.web.expose[0].to[0].global|did you mean true?",
                "'as: 80'|'as: 80\n        accept: [a.example, A.example]'|10:29 services.web.expose[0].accept[1]|''",
            })
    void problemsStandWhereTheMistakeIs(String right, String wrong, String place, String hint) {
        String text = WEB.replace(right.replace("\\n", "\n"), wrong.replace("\\n", "\n"));

        assertThat(problems(text)).anySatisfy(problem -> {
            assertThat(problem.line() + ":" + problem.column() + " " + problem.path())
                    .isEqualTo(place);
            assertThat(problem.hint()).isEqualTo(hint);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "version: \"3.8\"\n"})
    void composeFilesAreToldFromDocuments(String version) {
        assertThat(problems(version + "services: {web: {image: x, ports: ['80']}}"))
                .anySatisfy(problem -> assertThat(problem.hint()).contains("millrace sdl import compose FILE"));
        assertThat(problems(version + "services: {}\ndeployment: {}"))
                .anySatisfy(problem -> assertThat(problem.hint()).startsWith("write "));
    }

    @Test
    void deeplyNestedDocumentsAreRefused() {
        assertThat(problems("[".repeat(Sdl.DOCUMENT_CHARS_MAX)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("200 deep in each other"));
    }

    /** Each level names the one below ten times; read naively, the last would be taken in 10^9 times. */
    @Test
    void aliasesOfAliasesAreTakenInOnce() {
        StringBuilder text = new StringBuilder("a0: &a0 {version: \"2.0\"}\n");
        for (int i = 1; i < 10; i++) {
            String below = "*a" + (i - 1);
            text.append("a" + i + ": &a" + i + " {<<: [" + String.join(", ", Collections.nCopies(10, below)) + "]}\n");
        }
        text.append("<<: *a9\n");

        assertThat(problems(text.toString()))
                .extracting(SdlProblem::path)
                .contains("a9")
                .doesNotContain("version");
    }

    @Test
    void tooLongDocumentIsRefused() {
        assertThat(problems("#".repeat(Sdl.DOCUMENT_CHARS_MAX + 1)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("at most 1048576 characters"));
    }

    @Test
    void secretsInTheEnvironmentAreRemarked() throws SdlException {
        assertThat(Sdl.parse(changed("QUOTE=<a & b>", "DB_PASSWORD=x")).remarks())
                .singleElement()
                .satisfies(remark -> assertThat(remark.message()).startsWith("DB_PASSWORD looks like a secret"));
        assertThat(Sdl.parse(WEB).remarks()).isEmpty();
    }

    @Test
    void auditorsAreRemarkedBecauseThereAreNone() throws SdlException {
        String text = changed(
                "    anywhere:\n      pricing", "    anywhere:\n      signedBy: {anyOf: [akash1abc]}\n      pricing");

        assertThat(Sdl.parse(text).remarks()).singleElement().satisfies(remark -> assertThat(remark.hint())
                .isEqualTo("leave signedBy out"));
    }

    @Test
    void manifestIsReadBackFromItsCanonicalJson() throws SdlException {
        SdlDocument document = Sdl.parse(WEB);

        assertThat(ManifestJson.read(document.canonicalJson())).isEqualTo(document.manifest());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"count\":2|\"count\": 2|at byte",
                "\"count\":2|\"count\":2,\"countess\":1|something is unknown",
                "\"count\":2|\"count\":\"2\"|of the wrong type",
                "\"count\":2,|''|missing",
                "\"count\":2|\"count\":2,\"count\":2|no JSON",
                "\"args\":null|\"args\":{}|of the wrong type",
            })
    void manifestInAnyOtherFormIsRefused(String text, String replacement, String part) throws SdlException {
        String json = new String(Sdl.parse(WEB).canonicalJson(), StandardCharsets.UTF_8);
        assertThat(json).contains(text);

        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(
                        () -> ManifestJson.read(json.replace(text, replacement).getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining(part);
    }

    private static List<String> differences(Consumer<Service.Builder> change) throws SdlException {
        SdlDocument document = Sdl.parse(WEB);
        Manifest.Builder manifest = document.manifest().toBuilder();
        change.accept(manifest.getGroupsBuilder(0).getServicesBuilder(0));
        return ManifestCheck.differences(manifest.build(), document.groups());
    }

    @Test
    void manifestMustUseExactlyWhatWasOrdered() throws SdlException {
        assertThat(differences(service -> service.setImage("other"))).isEmpty();
        assertThat(differences(service -> service.setCount(3)))
                .containsExactly("the services of group anywhere use resource unit 1 3 time(s); ordered were 2");
        assertThat(differences(service -> service.getResourcesBuilder().setId(2)))
                .contains("the service anywhere/web uses resource unit 2, which the group does not have");
        assertThat(differences(service -> service.getResourcesBuilder()
                        .getCpuBuilder()
                        .getUnitsBuilder()
                        .setVal(ByteString.copyFromUtf8("900"))))
                .containsExactly(
                        "the service anywhere/web has other cpu than was ordered: 900 instead of the 500 ordered");
        assertThat(differences(service -> service.getExposeBuilder(0).setExternalPort(81)))
                .containsExactly("the service anywhere/web exposes other ports than its resources name");
        assertThat(differences(
                        service -> service.clearExpose().getResourcesBuilder().clearEndpoints()))
                .containsExactly(
                        "the services of group anywhere have 0 endpoint(s) on resource unit 1; ordered were 1, or"
                                + " others");
    }

    @Test
    void manifestMustHaveTheGroupsOfTheDeployment() throws SdlException {
        SdlDocument document = Sdl.parse(WEB);
        SdlDocument elsewhere = Sdl.parse(WEB.replace("anywhere", "elsewhere"));

        assertThat(ManifestCheck.differences(document.manifest(), elsewhere.groups()))
                .containsExactly(
                        "the manifest has a group anywhere; the deployment has only elsewhere",
                        "the manifest lacks the group elsewhere");
        assertThat(ManifestCheck.differences(
                        document.manifest(), document.groups().getFirst()))
                .isEmpty();
    }
}
