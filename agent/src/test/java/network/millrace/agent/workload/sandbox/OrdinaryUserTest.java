package network.millrace.agent.workload.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The sandbox's tests once more, by a user without any right: the same contract, the same walls. They run in a process of that user,
 * and appear here as if they ran in this one. Where the tests do not run as root, most have run already.
 */
@Execution(ExecutionMode.CONCURRENT)
class OrdinaryUserTest {

    private static final List<Class<?>> CLASSES = List.of(
            SandboxBackendTest.class,
            SandboxIsolationTest.class,
            SandboxLimitsTest.class,
            SandboxAdoptionTest.class,
            SandboxLogTest.class,
            ImageRegistryTest.class,
            OrdinaryUserCases.class);

    /** What only such a user needs, beside the packages of root's sandbox. */
    private static final Map<String, String> PROGRAMS = Map.of(
            "newuidmap", "uidmap",
            "newgidmap", "uidmap",
            "perl", "perl-base",
            "useradd", "passwd",
            "pkill", "procps");

    @TestFactory
    Stream<DynamicTest> sandboxOfAnOrdinaryUser() throws Exception {
        SandboxRig.requireParts();
        String missing = SandboxParts.missingPrograms(PROGRAMS).stream()
                .map(part -> part.name() + " (" + part.remedy() + ")")
                .collect(Collectors.joining(", "));
        SandboxRig.require("an ordinary user's sandbox", missing.isEmpty(), missing);
        List<String> printed =
                SandboxRig.isRoot() ? runAsAnother() : run(OrdinaryUser.self(), List.of(OrdinaryUserCases.class));
        assertThat(printed).as("it came to the end").contains(OrdinaryUserRun.END);
        return tests(printed).stream();
    }

    private static List<String> runAsAnother() throws Exception {
        OrdinaryUser user = OrdinaryUser.create();
        try {
            return run(user.java(), CLASSES);
        } finally {
            user.remove();
        }
    }

    private static List<String> run(List<String> java, List<Class<?>> classes) throws Exception {
        List<String> command = new ArrayList<>(java);
        command.add(OrdinaryUserRun.class.getName());
        classes.forEach(one -> command.add(one.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return process.inputReader().lines().toList();
    }

    /** A line that begins with a mark ends what belongs to the one before. */
    private static List<DynamicTest> tests(List<String> printed) {
        List<DynamicTest> tests = new ArrayList<>();
        for (int at = 0; at < printed.size(); at++) {
            String line = printed.get(at);
            if (line.startsWith(OrdinaryUserRun.PASSED)) {
                tests.add(DynamicTest.dynamicTest(line.substring(OrdinaryUserRun.PASSED.length()), () -> {}));
            } else if (line.startsWith(OrdinaryUserRun.SKIPPED)) {
                String what = line.substring(OrdinaryUserRun.SKIPPED.length());
                tests.add(DynamicTest.dynamicTest(what, () -> abort(what)));
            } else if (line.startsWith(OrdinaryUserRun.FAILED)) {
                List<String> rest = printed.subList(at + 1, printed.size());
                String why =
                        rest.stream().takeWhile(next -> !next.startsWith("@@")).collect(Collectors.joining("\n"));
                tests.add(DynamicTest.dynamicTest(line.substring(OrdinaryUserRun.FAILED.length()), () -> fail(why)));
            }
        }
        return tests;
    }
}
