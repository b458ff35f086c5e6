package network.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import network.millrace.client.sdl.Sdl;
import network.millrace.client.sdl.SdlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema for editors takes what the parser takes in strict mode, and marks what people mistype. */
class SdlSchemaTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path home;

    @Test
    void printedSchemaIsTheOneBesideTheDocs() throws Exception {
        String printed = new Session(home).run("sdl", "schema").out();
        Path copy = Path.of("..", "docs", "sdl.schema.json");
        if (System.getProperty("millrace.docs", "").equals("write")) {
            Files.writeString(copy, printed);
        }

        assertThat(Files.readString(copy)).isEqualTo(printed);
    }

    @Test
    void schemaIsRightByItsOwnSchema() throws Exception {
        Schema draft = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(com.networknt.schema.SchemaLocation.of("http://json-schema.org/draft-07/schema#"));

        assertThat(draft.validate(JSON.readTree(text()))).isEmpty();
    }

    @Test
    void everyPropertyIsExplained() throws Exception {
        List<String> unexplained = new ArrayList<>();
        collectUnexplained("", JSON.readTree(text()), unexplained);

        assertThat(unexplained).isEmpty();
    }

    @Test
    void takesTheExamplesAndTheBeginnings() throws Exception {
        try (Stream<Path> examples = Files.list(Path.of("..", "examples"))) {
            for (Path example : examples.toList()) {
                assertThat(errors(Files.readString(example)))
                        .as(example.toString())
                        .isEmpty();
            }
        }
        for (String variant : List.of("web", "gpu-inference", "batch")) {
            assertThat(errors(new Session(home)
                            .run("sdl", "init", "--variant", variant)
                            .out()))
                    .isEmpty();
        }
    }

    /** What an editor offers is what the parser says it knows, everywhere. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|?: 1",
                "/definitions/service|services: {a: {?: 1}}",
                "/definitions/expose|services: {a: {expose: [{?: 1}]}}",
                "/definitions/recipient|services: {a: {expose: [{to: [{?: 1}]}]}}",
                "/definitions/httpOptions|services: {a: {expose: [{http_options: {?: 1}}]}}",
                "/definitions/params|services: {a: {params: {?: 1}}}",
                "/definitions/params/properties/permissions|services: {a: {params: {permissions: {?: 1}}}}",
                "/definitions/mount|services: {a: {params: {storage: {a: {?: 1}}}}}",
                "/definitions/credentials|services: {a: {credentials: {?: 1}}}",
                "/properties/profiles|profiles: {?: 1}",
                "/definitions/compute|profiles: {compute: {a: {?: 1}}}",
                "/definitions/resources|profiles: {compute: {a: {resources: {?: 1}}}}",
                "/definitions/resources/properties/cpu|profiles: {compute: {a: {resources: {cpu: {?: 1}}}}}",
                "/definitions/resources/properties/cpu/properties/attributes|profiles: {compute: {a: {resources: {cpu: {attributes: {?: 1}}}}}}",
                "/definitions/resources/properties/memory|profiles: {compute: {a: {resources: {memory: {?: 1}}}}}",
                "/definitions/resources/properties/gpu|profiles: {compute: {a: {resources: {gpu: {?: 1}}}}}",
                "/definitions/resources/properties/gpu/properties/attributes|profiles: {compute: {a: {resources: {gpu: {attributes: {?: 1}}}}}}",
                "/definitions/gpuModel|profiles: {compute: {a: {resources: {gpu: {attributes: {vendor: {nvidia: [{?: 1}]}}}}}}}",
                "/definitions/volume|profiles: {compute: {a: {resources: {storage: [{?: 1}]}}}}",
                "/definitions/volume/properties/attributes|profiles: {compute: {a: {resources: {storage: [{attributes: {?: 1}}]}}}}",
                "/definitions/placement|profiles: {placement: {a: {?: 1}}}",
                "/definitions/placement/properties/signedBy|profiles: {placement: {a: {signedBy: {?: 1}}}}",
                "/definitions/price|profiles: {placement: {a: {pricing: {a: {?: 1}}}}}",
                "/definitions/target|deployment: {a: {a: {?: 1}}}",
                "/properties/endpoints/additionalProperties|endpoints: {a: {?: 1}}",
                "/properties/reclamation|reclamation: {?: 1}",
            })
    void offersTheKeysThatTheParserKnows(String place, String document) throws Exception {
        List<String> offered = new ArrayList<>();
        JSON.readTree(text()).at(place + "/properties").propertyNames().forEach(offered::add);

        SdlException refused = catchThrowableOfType(
                SdlException.class, () -> Sdl.parse("version: \"2.1\"\n" + document.replace("?", "unheard-of")));

        assertThat(refused.problems()).anySatisfy(problem -> {
            assertThat(problem.path()).endsWith("unheard-of");
            assertThat(problem.hint()).isEqualTo("known: " + String.join(", ", new TreeSet<>(offered)));
        });
    }

    /** Right for the parser, and yet marked in an editor; each with the reason. */
    private static final Map<String, String> MARKED_ALTHOUGH_RIGHT = Map.of(
            "count-float", "count: 1.5 is no number of instances",
            "cpu-hex", "0x1p-1 is half a core, but no editor's user means it",
            "mem-hexfloat", "0x1p9Mi is 512Mi, but no editor's user means it",
            "version-2", "2.0 is offered, not every way to write it",
            "version-2.5", "there is no SDL 2.5; it is read as 2.1",
            "version-3.0", "there is no SDL 3.0; it is read as 2.1",
            "discourse", "version 2.2 is read as 2.1",
            "schema-only-invalid__invalid-version", "a version that is read as 2.1");

    @Test
    void takesWhatTheParserTakesButUnknownKeys() throws Exception {
        Map<String, String> marked = new TreeMap<>();
        int taken = 0;
        int unknownKeys = 0;
        Schema schema = schema();
        for (Path input : SdlCorpus.inputs()) {
            String document = Files.readString(input);
            if (!isStrictlyValid(document)) {
                continue;
            }
            List<Error> errors = errors(schema, document);
            if (errors.isEmpty()) {
                taken++;
            } else if (errors.stream().allMatch(error -> error.getKeyword().equals("additionalProperties"))) {
                unknownKeys++;
            } else {
                marked.put(input.getFileName().toString().replace(".sdl.yaml", ""), errors.toString());
            }
        }
        System.out.println("SDL schema: takes " + taken + " valid documents of the corpus; marks an unknown key in "
                + unknownKeys + ", and on purpose " + marked.keySet());
        assertThat(MARKED_ALTHOUGH_RIGHT.keySet()).as(marked.toString()).containsAll(marked.keySet());
        assertThat(taken).isGreaterThan(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "services:|service:",
                "image:|imgae:",
                "expose:|exposes:",
                "- port: 8080|- prot: 8080",
                "as: 80|as: 70000",
                "- global: true|- globl: true",
                "env:|environment:",
                "resources:|resource:",
                "units: 0.5|unit: 0.5",
                "size: 128Mi|size: 128mb",
                "size: 128Mi|size: 128mi",
                "pricing:|prices:",
                "denom: uusd|denomination: uusd",
                "amount: 100|amount: -1",
                "profile: web|profil: web",
                "count: 1|count: 1.5",
                "count: 1|count: 0",
                "version: \"2.0\"|version: \"1.0\"",
            })
    void marksWhatIsMistyped(String right, String wrong) throws Exception {
        String document = new Session(home).run("sdl", "init").out();
        assertThat(document).contains(right);

        assertThat(errors(document.replace(right, wrong))).isNotEmpty();
    }

    private static boolean isStrictlyValid(String document) {
        try {
            Sdl.parse(document, Sdl.Mode.STRICT);
            return true;
        } catch (SdlException refused) {
            return false;
        }
    }

    private String text() {
        return new Session(home).run("sdl", "schema").out();
    }

    private List<Error> errors(String yaml) {
        return errors(schema(), yaml);
    }

    /** With the one keyword beside draft 7, in which yaml-language-server looks for a sentence. */
    private Schema schema() {
        Dialect dialect = Dialect.builder(Dialects.getDraft7())
                .keyword(new NonValidationKeyword("patternErrorMessage"))
                .build();
        return SchemaRegistry.withDialect(dialect).getSchema(text());
    }

    /** As yaml-language-server does it: YAML 1.2 turned to JSON first. */
    private static List<Error> errors(Schema schema, String yaml) {
        LoadSettings settings =
                LoadSettings.builder().setSchema(new CoreSchema()).build();
        Object first = new Load(settings).loadAllFromString(yaml).iterator().next();
        JsonNode document = JSON.valueToTree(first);
        return schema.validate(document);
    }

    private static void collectUnexplained(String path, JsonNode node, List<String> unexplained) {
        for (Map.Entry<String, JsonNode> property : node.path("properties").properties()) {
            if (property.getValue().isObject()
                    && !property.getValue().has("description")
                    && !property.getValue().has("$ref")) {
                unexplained.add(path + "/" + property.getKey());
            }
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            collectUnexplained(path + "/" + member.getKey(), member.getValue(), unexplained);
        }
    }
}
