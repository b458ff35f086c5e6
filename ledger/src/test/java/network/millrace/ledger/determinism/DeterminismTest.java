package network.millrace.ledger.determinism;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import network.millrace.ledger.determinism.Exemptions.Exemption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two nodes that apply the same blocks must reach the same bytes. So the ledger, and the parts of
 * {@code protocol} that it computes with, use nothing that can differ between two machines or two runs.
 */
class DeterminismTest {
    /** The parts of protocol whose results the ledger stores or compares. */
    private static final Set<String> PARTS_OF_PROTOCOL = Set.of("address", "ids", "matching", "money", "tx");

    private static final List<JavaClass> CORE = core();
    private static final List<JavaClass> VIOLATIONS = new ClassFileImporter()
            .importPackagesOf(Violations.class).stream()
                    .filter(type -> type.getName().startsWith(Violations.class.getName() + "$"))
                    .toList();

    @ParameterizedTest
    @MethodSource("bans")
    void coreDoesWithout(Ban ban) {
        List<String> complaints = CORE.stream()
                .filter(type -> !Exemptions.cover(type.getName(), ban))
                .flatMap(type -> complaints(type, ban))
                .sorted()
                .toList();

        assertThat(complaints).as("uses of: %s", ban.what()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bans")
    void banBites(Ban ban) {
        assertThat(VIOLATIONS.stream().flatMap(type -> complaints(type, ban)))
                .as("violations found of: %s", ban.what())
                .isNotEmpty()
                .allSatisfy(complaint -> assertThat(complaint).endsWith(": " + ban.instead()));
    }

    @Test
    void coreComputesInWholeNumbers() {
        assertThat(CORE.stream().flatMap(DeterminismTest::floatingPoint).sorted())
                .as("use long, BigInteger or Amount; carry remainders")
                .isEmpty();
    }

    @Test
    void floatingPointIsFoundWhereverItHides() {
        var prefix = Violations.class.getName();

        assertThat(VIOLATIONS.stream().flatMap(DeterminismTest::floatingPoint))
                .contains(
                        prefix + "$Fractions.fivePercent uses floating point",
                        prefix + "$Fractions.boxed uses floating point",
                        prefix + "$Ratio.of uses floating point",
                        prefix + "$Chance.number is a floating point field");
    }

    @Test
    void everyExemptionIsStillNeeded() {
        List<Exemption> idle = Exemptions.ALL.stream()
                .filter(exemption -> Bans.ALL.stream().noneMatch(ban -> CORE.stream()
                        .filter(type -> exemption.covers(type.getName(), ban))
                        .anyMatch(type -> complaints(type, ban).findAny().isPresent())))
                .toList();

        assertThat(idle).as("exemptions that nothing uses").isEmpty();
    }

    static Stream<Ban> bans() {
        return Bans.ALL.stream();
    }

    private static Stream<String> complaints(JavaClass type, Ban ban) {
        return Uses.of(type).filter(ban.matches()).map(ban::complaint).distinct();
    }

    private static Stream<String> floatingPoint(JavaClass type) {
        return FloatingPoint.uses(type.getSource().orElseThrow().getUri()).stream();
    }

    private static List<JavaClass> core() {
        var classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("network.millrace.ledger", "network.millrace.protocol");
        List<JavaClass> core = classes.stream().filter(DeterminismTest::isCore).toList();
        assertThat(core).as("classes of the deterministic core").isNotEmpty();
        return core;
    }

    private static boolean isCore(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.", -1);
        if (parts[2].equals("ledger")) {
            return true;
        }
        boolean generated = parts[parts.length - 1].matches("v\\d+(beta\\d+)?");
        return parts.length > 3 && PARTS_OF_PROTOCOL.contains(parts[3]) && !generated;
    }
}
