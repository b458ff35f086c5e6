package network.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell script {@code ./millrace}: when it builds, what it starts, and what it says when it cannot. */
@Timeout(120)
class LauncherTest {
    private LauncherProject project;

    @BeforeEach
    void layOutProject(@TempDir Path folder) throws IOException {
        project = LauncherProject.in(folder);
        project.writeMain("first");
    }

    @Test
    void argumentsAndExitCodePassThrough() throws Exception {
        var run = project.run("a b", "*", "");

        assertThat(run.output()).isEqualTo("first[a b, *, ]");
        assertThat(run.exitCode()).isEqualTo(3);
    }

    @Test
    void unchangedSourcesAreNotBuiltAgain() throws Exception {
        assertThat(project.run().errors()).contains("building Millrace");
        var again = project.run();

        assertThat(again.errors()).isEmpty();
        assertThat(project.builds()).isEqualTo(1);
    }

    @Test
    void processesOfARunningNetworkTakeTheBuildAsItIs() throws Exception {
        project.run();
        project.writeMain("edited");

        assertThat(project.run(Map.of("MILLRACE_SKIP_BUILD", "1")).output()).isEqualTo("first[]");
        assertThat(project.run().output()).isEqualTo("edited[]");
    }

    /** With the cache of other jars the JVM would run the old class and say nothing. */
    @Test
    void changedClassTakesEffectAlthoughACacheExists() throws Exception {
        Map<String, String> onlyWithCache = Map.of("MILLRACE_JAVA_OPTS", "-XX:AOTMode=on");
        assertThat(project.run(onlyWithCache).output()).isEqualTo("first[]");
        var firstCaches = project.caches();

        project.writeMain("other");

        assertThat(project.run(onlyWithCache).output()).isEqualTo("other[]");
        assertThat(project.run(onlyWithCache).output()).isEqualTo("other[]");
        assertThat(project.caches()).hasSize(1).doesNotContainAnyElementsOf(firstCaches);
    }

    @Test
    void missingCacheOnlyCostsTime() throws Exception {
        project.run();
        for (Path cache : project.caches()) {
            Files.delete(cache);
        }

        assertThat(project.run().output()).isEqualTo("first[]");
    }

    @Test
    void deletedSourceIsNoticed() throws Exception {
        project.writeClass("Extra", "package network.millrace.cli; class Extra {}");
        project.run();

        project.deleteClass("Extra");
        project.run();

        assertThat(project.builds()).isEqualTo(2);
    }

    @Test
    void sourceEditedDuringTheBuildIsBuiltNextTime() throws Exception {
        makeGate();
        var start = project.start(Map.of());
        awaitBuilds(1);
        editAfterTheBuildStarted();
        openGate();
        start.finish();
        Files.delete(gate());

        assertThat(project.run().output()).isEqualTo("edited[]");
        assertThat(project.builds()).isEqualTo(2);
    }

    @Test
    void failedBuildShowsItsLogAndIsTriedAgain() throws Exception {
        project.writeClass("Extra", "this is no Java");
        var failed = project.run();
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.output()).isEmpty();
        assertThat(failed.errors()).contains("Extra.java:1").contains("the build failed");

        project.deleteClass("Extra");
        assertThat(project.run().output()).isEqualTo("first[]");
    }

    @Test
    void failedBuildDoesNotFallBackToTheBuildBefore() throws Exception {
        project.run();
        project.writeClass("Extra", "this is no Java");

        assertThat(project.run().exitCode()).isEqualTo(1);
        assertThat(project.run().exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void twoStartsBuildOnce(boolean withFlock) throws Exception {
        Map<String, String> environment =
                withFlock ? Map.of() : Map.of("PATH", project.folderOfTools().toString());
        makeGate();
        var first = project.start(environment);
        awaitBuilds(1);
        var second = project.start(environment);
        while (!second.errorsSoFar().contains("waiting for another build")) {
            assertThat(second.process().isAlive()).isTrue();
            Thread.onSpinWait();
        }
        openGate();

        assertThat(first.finish().output()).isEqualTo("first[]");
        assertThat(second.finish().output()).isEqualTo("first[]");
        assertThat(project.builds()).isEqualTo(1);
    }

    @Test
    void lockOfADeadBuildIsBroken() throws Exception {
        Process dead = new ProcessBuilder("sh", "-c", "exit 0").start();
        dead.waitFor();
        Path state = Files.createDirectories(project.root().resolve("target/launcher"));
        Files.createSymbolicLink(state.resolve("lock.holder"), Path.of(Long.toString(dead.pid())));

        var run = project.run(Map.of("PATH", project.folderOfTools().toString()));

        assertThat(run.output()).isEqualTo("first[]");
    }

    @Test
    void withoutAJdkOneSentenceSaysWhatToInstall() throws Exception {
        project.writeScript("jdks/old/bin/java", "#!/bin/sh\nexit 1\n");
        project.writeScript("jdks/old/bin/javac", "#!/bin/sh\nexit 1\n");
        Files.writeString(project.root().resolve("jdks/old/release"), "JAVA_VERSION=\"25.0.2\"\n");

        var run = project.run(Map.of(
                "JAVA_HOME", "",
                "PATH", project.folderOfTools().toString(),
                "MILLRACE_JDK_FOLDERS", project.root().resolve("jdks").toString()));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errors().lines())
                .singleElement()
                .asString()
                .contains("needs a JDK 25.0.3 or later", "25.0.2 in ", "install one", "JAVA_HOME");
    }

    @Test
    void oldJdkInJavaHomeIsPassedOver() throws Exception {
        project.writeScript("old/bin/java", "#!/bin/sh\nexit 1\n");
        project.writeScript("old/bin/javac", "#!/bin/sh\nexit 1\n");
        Files.writeString(project.root().resolve("old/release"), "JAVA_VERSION=\"17.0.9\"\n");
        Path jdks = Path.of(System.getProperty("java.home"), "..").normalize();

        var run = project.run(Map.of(
                "JAVA_HOME", project.root().resolve("old").toString(),
                "MILLRACE_JDK_FOLDERS", jdks.toString()));

        assertThat(run.output()).isEqualTo("first[]");
    }

    @Test
    void testCommandAddsUpTheReports() throws Exception {
        var run = project.run(Map.of("PATH", project.folderOfTools().toString()), "test");

        assertThat(run.output().lines()).last().isEqualTo("5 passed, 2 failed, 1 skipped");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errors()).contains("missing here: ", "skopeo", "will be skipped");
    }

    @Test
    void continuousIntegrationFailsWhenAProgramIsMissing() throws Exception {
        var run = project.run(Map.of("PATH", project.folderOfTools().toString(), "CI", "true"), "test");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errors()).contains("CI=true: the tests need");
    }

    /** The file system's clock is coarse: writes until the source is seen to be newer than the start. */
    private void editAfterTheBuildStarted() throws IOException {
        Path started = project.root().resolve("target/launcher/started");
        do {
            project.writeMain("edited");
        } while (Files.getLastModifiedTime(project.mainSource()).compareTo(Files.getLastModifiedTime(started)) <= 0);
    }

    @Test
    void rootGetsTheMissingProgramsInstalledAndIsToldTheCommand() throws Exception {
        var environment = asRootWithPackages("""
                [ "$1" = update ] && exit 0
                for name in %s; do
                    printf '#!/bin/sh\\n' >"$(dirname "$0")/$name" && /bin/chmod +x "$(dirname "$0")/$name"
                done
                """.formatted(String.join(" ", LauncherProject.programsOfTheTests())));

        var run = project.run(environment, "test");

        assertThat(run.errors().lines())
                .first()
                .asString()
                .startsWith("apt-get install -y --no-install-recommends ")
                .contains("umoci");
        assertThat(run.output()).endsWith("5 passed, 2 failed, 1 skipped");
    }

    @Test
    void failedInstallationShowsItsLog() throws Exception {
        var run = project.run(asRootWithPackages("echo no mirror reached >&2; exit 100"), "test");

        assertThat(run.errors()).contains("no mirror reached", "still missing: ", "CI=true: the tests need");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void demoInstallsToo() throws Exception {
        var run = project.run(asRootWithPackages("echo no mirror reached >&2; exit 100"), "demo");

        assertThat(run.errors()).startsWith("apt-get install").doesNotContain("skopeo");
        assertThat(run.output())
                .as("the program decides what it can do without")
                .isEqualTo("first[demo]");
    }

    @Test
    void helpOfDemoInstallsNothing() throws Exception {
        var run = project.run(asRootWithPackages("exit 100"), "demo", "--help");

        assertThat(run.errors()).doesNotContain("apt-get");
    }

    /** The JVM's own warning of an incubator module, which says nothing to whoever called the command. */
    @ParameterizedTest
    @EnumSource(LauncherProject.ErrorStream.class)
    void commandsWithTheVectorModuleShowWhatTheProgramSaysAndNoWarning(LauncherProject.ErrorStream stream)
            throws Exception {
        project.writeMainThatFails();
        project.run();

        var run = project.runWith(stream, "proof", "run");

        assertThat(run.output()).isEqualTo("computed");
        assertThat(run.errors()).isEqualTo("not exact");
        assertThat(run.exitCode()).isEqualTo(4);
    }

    /** A PATH whose apt-get is the script and whose user is root. */
    private Map<String, String> asRootWithPackages(String aptGet) throws IOException {
        Path tools = project.folderOfTools();
        project.writeScript("tools/id", "#!/bin/sh\necho 0\n");
        project.writeScript("tools/apt-get", "#!/bin/sh\n" + aptGet);
        return Map.of("PATH", tools.toString(), "CI", "true");
    }

    private Path gate() {
        return project.root().resolve("gate");
    }

    private void makeGate() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", gate().toString()).start().waitFor())
                .isZero();
    }

    private void openGate() throws IOException {
        Files.writeString(gate(), "open\n");
    }

    private void awaitBuilds(long wanted) throws IOException {
        while (project.builds() < wanted) {
            Thread.onSpinWait();
        }
    }
}
