package network.millrace.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may use whom: the arrows of ARCHITECTURE.md, between Maven modules and inside of the ledger. */
class ArrowsTest {
    private static final Map<String, Set<String>> MAY_USE = Map.of(
            "protocol", Set.of(),
            "proof", Set.of("protocol"),
            "ledger", Set.of("protocol"),
            "client", Set.of("protocol"),
            "serving", Set.of(),
            "node", Set.of("ledger", "serving", "protocol"),
            "agent", Set.of("client", "proof", "serving", "protocol"),
            "simulation", Set.of("node", "agent", "client", "ledger", "proof", "protocol"),
            "cli", Set.of("simulation", "node", "agent", "client", "ledger", "proof", "protocol"));

    /** Each ledger module may use only those to its left; the names to come have their places already. */
    private static final List<String> LEDGER_MODULES = List.of(
            "accounts",
            "bank",
            "fees",
            "staking",
            "oracle",
            "provider",
            "reputation",
            "escrow",
            "market",
            "verification",
            "subnets",
            "governance");

    private static final String LEDGER_MODULE_PREFIX = "ledger.modules.";

    /** Where a library may be used; whoever needs it elsewhere goes through the package that owns it. */
    private static final Map<String, List<String>> HOME_OF_LIBRARY = Map.ofEntries(
            Map.entry("org.rocksdb.", List.of("node.storage")),
            Map.entry("io.helidon.", List.of("serving", "node.api", "agent.access")),
            Map.entry("com.github.dockerjava.", List.of("agent.workload.docker")),
            Map.entry("oshi.", List.of("agent.inventory")),
            Map.entry("fr.acinq.", List.of("protocol.crypto")),
            Map.entry("org.bouncycastle.", List.of("protocol.crypto", "protocol.address", "client", "agent")),
            Map.entry("org.snakeyaml.", List.of("client.sdl", "client.compose", "node", "agent", "cli")),
            Map.entry("picocli.", List.of("cli")),
            Map.entry("org.jline.", List.of("cli")),
            Map.entry("ch.qos.logback.", List.of("cli")));

    private static final List<String> LIBRARIES_OF_THE_CORE =
            List.of("java.", "com.google.protobuf.", "org.jspecify.", Sources.ROOT);

    @Test
    void arrowsBetweenModulesGoDown() {
        assertThat(uses(dependency -> {
                    String from = Sources.module(dependency.getOriginClass());
                    String to = Sources.module(dependency.getTargetClass());
                    return !from.equals(to)
                            && !MAY_USE.getOrDefault(from, Set.of()).contains(to);
                }))
                .as("uses against the arrows")
                .isEmpty();
    }

    @Test
    void everyModuleHasItsArrows() {
        assertThat(Sources.ALL.stream().map(Sources::module)).isSubsetOf(MAY_USE.keySet());
    }

    @Test
    void ledgerModulesUseOnlyThoseToTheirLeft() {
        assertThat(uses(dependency -> {
                    int from = ledgerModule(dependency.getOriginClass());
                    int to = ledgerModule(dependency.getTargetClass());
                    return from >= 0 && to > from;
                }))
                .as("uses of a ledger module to the right; let the lower module own a listener")
                .isEmpty();
    }

    @Test
    void everyLedgerModuleHasAPlaceInTheOrder() {
        assertThat(Sources.ALL.stream().map(Sources::place).filter(place -> place.startsWith(LEDGER_MODULE_PREFIX)))
                .allSatisfy(place -> assertThat(LEDGER_MODULES).contains(ledgerModuleName(place)));
    }

    @Test
    void kernelAndStateKnowNoLedgerModule() {
        assertThat(uses(dependency -> {
                    String from = Sources.place(dependency.getOriginClass());
                    return (isIn(from, "ledger.kernel") || isIn(from, "ledger.state"))
                            && ledgerModule(dependency.getTargetClass()) >= 0;
                }))
                .as("uses of a ledger module in the kernel or state")
                .isEmpty();
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("network.millrace.(**)").should().beFreeOfCycles().check(Sources.ALL);
    }

    @Test
    void librariesStayInTheirPackages() {
        assertThat(dependencies().filter(ArrowsTest::isLibraryAbroad).map(Dependency::getDescription))
                .as("uses of a library outside of the package that owns it")
                .isEmpty();
    }

    @Test
    void ledgerUsesNoLibraryBesideProtobuf() {
        assertThat(dependencies()
                        .filter(dependency ->
                                Sources.module(dependency.getOriginClass()).equals("ledger"))
                        .filter(dependency -> LIBRARIES_OF_THE_CORE.stream().noneMatch(target(dependency)::startsWith))
                        .map(Dependency::getDescription))
                .as("libraries in the ledger")
                .isEmpty();
    }

    private static List<String> uses(Predicate<Dependency> forbidden) {
        return dependencies()
                .filter(dependency -> Sources.isOurs(dependency.getTargetClass()))
                .filter(forbidden)
                .map(Dependency::getDescription)
                .toList();
    }

    private static Stream<Dependency> dependencies() {
        return Sources.ALL.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(dependency ->
                        !dependency.getTargetClass().getBaseComponentType().isPrimitive());
    }

    private static String target(Dependency dependency) {
        return dependency.getTargetClass().getBaseComponentType().getName();
    }

    private static boolean isLibraryAbroad(Dependency dependency) {
        String from = Sources.place(dependency.getOriginClass());
        return HOME_OF_LIBRARY.entrySet().stream()
                .filter(home -> target(dependency).startsWith(home.getKey()))
                .anyMatch(home -> home.getValue().stream().noneMatch(place -> isIn(from, place)));
    }

    private static int ledgerModule(JavaClass type) {
        String place = Sources.isOurs(type) ? Sources.place(type) : "";
        return place.startsWith(LEDGER_MODULE_PREFIX) ? LEDGER_MODULES.indexOf(ledgerModuleName(place)) : -1;
    }

    private static String ledgerModuleName(String place) {
        return place.substring(LEDGER_MODULE_PREFIX.length()).split("\\.", -1)[0];
    }

    private static boolean isIn(String place, String folder) {
        return place.equals(folder) || place.startsWith(folder + ".");
    }
}
