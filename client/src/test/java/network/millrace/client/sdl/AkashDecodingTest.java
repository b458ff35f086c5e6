package network.millrace.client.sdl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.util.List;
import network.millrace.protocol.manifest.v1.Service;
import network.millrace.protocol.resources.v1.Attribute;
import network.millrace.protocol.resources.v1.Storage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where Akash's parser does what nobody would guess; each was tried against a program with its rules. */
class AkashDecodingTest {
    private static final String BASE = """
            version: "2.1"
            services:
              web:
                image: x
                env: [A=b]
                expose: [{port: 80, to: [{global: true}]}]
              idle: {image: y}
            profiles:
              compute:
                web:
                  resources:
                    cpu: {units: 1}
                    memory: {size: 1Gi}
                    gpu: {units: 0}
                    storage: [{size: 1Gi}]
                idle: {}
              placement:
                dc: {pricing: {web: {denom: uact, amount: 1}}}
            deployment:
              web: {dc: {profile: web, count: 1}}
            """;

    private static String changed(String text, String replacement) {
        assertThat(BASE).contains(text);
        return BASE.replace(text, replacement);
    }

    private static SdlDocument parse(String text, String replacement) throws SdlException {
        return Sdl.parse(changed(text, replacement), Sdl.Mode.COMPAT);
    }

    private static Service web(String text, String replacement) throws SdlException {
        return parse(text, replacement).manifest().getGroups(0).getServices(0);
    }

    private static String json(String text, String replacement) throws SdlException {
        return new String(parse(text, replacement).canonicalJson(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "idle: {image: y}|idle: {image: y, expose: [{port: 99999, proto: sctp, http_options: {read_timeout: 99999}}]}",
                "idle: {image: y}|Idle: {credentials: {host: x}, params: {tee: none}}",
                "idle: {image: y}|idle: ~",
                "idle: {}|idle: {resources: {cpu: {units: 1m}, storage: text}}",
                "web: {denom: uact, amount: 1}|web: {denom: uact, amount: 1}, idle: ~",
                "to: [{global: true}]|to: [{global: true, http_options: {max_body_size: 999999999}}]",
                "gpu: {units: 0}|gpu: 1",
                "gpu: {units: 0}|gpu: ~",
                "gpu: {units: 0}|gpu: [units, 0]",
                "image: x|image: 1.27",
                "image: x|image: true",
                "count: 1|count: !!int \"1\"",
                "global: true|global: Yes",
                "global: true|global: \"on\"",
                "amount: 1}|amount: \"+1\"}",
                "web: {dc:|idle: ~, web: {dc:",
                "version: \"2.1\"|version: v02.1.0+build",
            })
    void theseAreTaken(String text, String replacement) throws SdlException {
        String yaml = text.startsWith("web: {dc:")
                ? changed("  web: {dc:", "  idle: ~\n  web: {dc:")
                : changed(text, replacement);

        assertThat(Sdl.parse(yaml, Sdl.Mode.COMPAT).groups()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "idle: {image: y}|idle: {image: {}}|expected a text or number",
                "idle: {image: y}|idle: {expose: [{accept: [a b]}]}|accept takes host names",
                "idle: {image: y}|idle: {dependencies: web}|expected a list",
                "idle: {}|idle: {resources: {cpu: {units: 5.5m}}}|expected whole thousandths",
                "idle: {}|idle: {resources: {gpu: {units: 1}}}|it must be said which GPU",
                "idle: {}|idle: {resources: {gpu: {attributes: {}}}}|the vendor is missing",
                "idle: {}|idle: {resources: {gpu: {attributes: {vendor: ~}}}}|the vendor is missing",
                "idle: {}|idle: {resources: {gpu: {<<: {}}}}|there is no such field of gpu",
                "idle: {}|idle: {resources: {gpu: {units: 1, attributes: {vendor: {nvidia: [{model: a, ram: 80G}]}}}}}|expected a size",
                "idle: {}|idle: {resources: {storage: [{attributes: {class: ram, persistent: \"no\"}}]}}|ram cannot be persistent",
                "web: {denom: uact, amount: 1}|web: ~|there is no price",
                "web: {denom: uact, amount: 1}|web: {amount: 1}|denom",
                "services:|reclamation: ~\\nservices:|min_window must be",
                "services:|include: text\\nservices:|expected a list",
                "global: true|global: \"true\"|write it without quotes",
                "global: true|global: 1|expected true or false",
                "count: 1|count: .inf|expected a whole number",
                "count: 1|count: \"1\"|write it without quotes",
                "port: 80|port: -1.5|expected a whole number",
                "idle: {image: y}|idle: {image: y, <<: ~}|expected a mapping to merge",
                "version: \"2.1\"|version: 2.1.0-rc1|expected version",
                "version: \"2.1\"|version: 2.1-rc1|expected version",
                "env: [A=b]|env: [..=b]|is no name for an environment variable",
            })
    void theseAreRefused(String text, String replacement, String sentence) {
        String yaml = changed(text, replacement.replace("\\n", "\n"));

        List<SdlProblem> problems = catchThrowableOfType(SdlException.class, () -> Sdl.parse(yaml, Sdl.Mode.COMPAT))
                .problems();

        assertThat(problems)
                .anySatisfy(problem -> assertThat(problem.toString()).contains(sentence));
    }

    @Test
    void emptyElementsVanishAndTheListStays() throws SdlException {
        assertThat(web("env: [A=b]", "env: [~, A=b, ]").getEnvList()).containsExactly("A=b");
        assertThat(json("env: [A=b]", "env: [~]")).contains("\"env\":[]");
        assertThat(json("env: [A=b]", "env: ~")).contains("\"env\":null");
        assertThat(json("port: 80,", "port: 80, accept: [],")).contains("\"hosts\":[]");
    }

    @Test
    void emptyPermissionsAreAnEmptyObject() throws SdlException {
        assertThat(json("image: x", "image: x\n    params: {permissions: {}}"))
                .contains("\"params\":{\"permissions\":{},\"storage\":null}");
    }

    /** Each recipient gets the hosts of its port, and a host may be named once in a manifest. */
    @Test
    void portWithHostsAndTwoRecipientsIsRefused() {
        String text = changed("to: [{global: true}]", "accept: [a.example.com], to: [{global: true}, {service: web}]");

        assertThat(catchThrowableOfType(SdlException.class, () -> Sdl.parse(text, Sdl.Mode.COMPAT)))
                .hasMessageContaining("a.example.com is accepted 2 times");
    }

    @Test
    void ephemeralVolumesOfOneSizeEndInReverse() throws SdlException {
        assertThat(web("[{size: 1Gi}]", "[{name: a, size: 1Gi}, {name: b, size: 1Gi}, {name: c, size: 1Gi}]")
                        .getResources()
                        .getStorageList())
                .extracting(Storage::getName)
                .containsExactly("c", "b", "a");
        assertThat(web("[{size: 1Gi}]", "{name: disk, size: 1Gi}")
                        .getResources()
                        .getStorageList())
                .extracting(Storage::getName)
                .containsExactly("default");
    }

    @Test
    void wordsForTrueAreUnderstoodTooLateForTheDefaultClass() throws SdlException {
        assertThat(web("[{size: 1Gi}]", "[{name: a, size: 1Gi, attributes: {persistent: \"yes\"}}]")
                        .getResources()
                        .getStorage(0)
                        .getAttributesList())
                .extracting(Attribute::getKey, Attribute::getValue)
                .containsExactly(tuple("persistent", "true"));
    }

    @Test
    void credentialsAreTrimmedAndHaveAnAddressInVersion21Only() throws SdlException {
        String credentials = "image: x\n    credentials: {host: \" h \", email: \" e \", username: u, password: p}";
        String text = changed("image: x", credentials);

        assertThat(json("image: x", credentials)).contains("{\"email\":\"e\",\"host\":\"h\"");
        assertThat(new String(
                        Sdl.parse(text.replace("\"2.1\"", "\"2.0\""), Sdl.Mode.COMPAT)
                                .canonicalJson(),
                        StandardCharsets.UTF_8))
                .contains("{\"email\":\"\",\"host\":\" h \"");
    }

    @Test
    void keysThatStandTwiceAtTheTopAreAddedUp() throws SdlException {
        SdlDocument document = parse("profiles:\n", "services:\n  more: {image: z}\nprofiles:\n");

        assertThat(document.manifest().getGroups(0).getServicesList()).hasSize(1);
        assertThat(document.remarks())
                .anySatisfy(remark -> assertThat(remark.message()).contains("\"services\" stands here twice"));
    }

    @Test
    void namesAreSortedByCodePoints() throws SdlException {
        String text =
                BASE.replace("dc: {pricing", "dc: {attributes: {\"\uFF5E\": a, \"\uD83D\uDE00\": b, z: c}, pricing");

        assertThat(Sdl.parse(text, Sdl.Mode.COMPAT)
                        .groups()
                        .getFirst()
                        .getRequirements()
                        .getAttributesList())
                .extracting(Attribute::getKey)
                .containsExactly("z", "\uFF5E", "\uD83D\uDE00");
    }
}
