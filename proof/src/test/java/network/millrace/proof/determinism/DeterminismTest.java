package network.millrace.proof.determinism;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two machines that run the same program must reach the same bits, so nothing is used that can differ between them. */
class DeterminismTest {
    private static final List<JavaClass> CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("network.millrace.proof").stream()
                    .filter(type -> !type.getPackageName().endsWith(".schema"))
                    .filter(type -> !type.getPackageName().endsWith(".determinism"))
                    .toList();

    private static final List<JavaClass> VIOLATIONS = new ClassFileImporter()
            .importPackagesOf(Violations.class).stream()
                    .filter(type -> type.getName().startsWith(Violations.class.getName() + "$"))
                    .toList();

    @ParameterizedTest
    @MethodSource("bans")
    void proofDoesWithout(Ban ban) {
        assertThat(CORE).isNotEmpty();
        assertThat(CORE.stream().flatMap(type -> complaints(type, ban)).sorted())
                .as("uses of: %s", ban.what())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bans")
    void banBites(Ban ban) {
        assertThat(VIOLATIONS.stream().flatMap(type -> complaints(type, ban)))
                .as("violations found of: %s", ban.what())
                .isNotEmpty();
    }

    static Stream<Ban> bans() {
        return Bans.ALL.stream();
    }

    private static Stream<String> complaints(JavaClass type, Ban ban) {
        return Uses.of(type).filter(ban.matches()).map(ban::complaint).distinct();
    }
}
