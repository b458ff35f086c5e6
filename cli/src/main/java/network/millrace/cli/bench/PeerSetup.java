package network.millrace.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.millrace.cli.output.Progress;

/**
 * Makes a Python environment with the peers under {@code target/}, once. The versions are fixed, so that figures of different
 * days compare with the same thing.
 */
final class PeerSetup {
    static final List<String> PACKAGES = List.of("onnxruntime==1.32.0", "numpy==2.4.6");

    private final Path folder;
    private final Path log;

    PeerSetup(Path root) {
        this.folder = root.resolve("target").resolve("bench-python");
        this.log = root.resolve("target").resolve("bench-python.log");
    }

    /** A Python that has the peers, made now if there is none yet; nothing where it cannot be made. */
    Optional<Path> python(Progress progress) throws IOException {
        Path python = folder.resolve("bin").resolve("python");
        Path marker = folder.resolve("made-with");
        String wanted = String.join(" ", PACKAGES);
        if (Files.exists(marker) && Files.readString(marker).equals(wanted)) {
            return Optional.of(python);
        }
        progress.report("installing " + wanted + " from PyPI under target/bench-python (once)");
        Files.createDirectories(folder);
        List<String> install =
                new ArrayList<>(List.of(python.toString(), "-m", "pip", "install", "--disable-pip-version-check"));
        install.addAll(PACKAGES);
        boolean made = succeeds(List.of("python3", "-m", "venv", "--clear", folder.toString())) && succeeds(install);
        if (!made) {
            return Optional.empty();
        }
        Files.writeString(marker, wanted);
        return Optional.of(python);
    }

    /** What to do where there is no Python with the peers. */
    String remark() {
        return "Left out: everything that is compared with onnxruntime. It needs python3 with venv (Debian: apt-get install "
                + "python3-venv) and from PyPI " + String.join(" and ", PACKAGES) + "; what went wrong is in " + log
                + ".";
    }

    private boolean succeeds(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return process.waitFor() == 0;
        } catch (IOException noPython) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
