package network.millrace.cli.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import network.millrace.cli.command.CommandFailure;

/** The shared libraries of the system that a Java runtime's own programs and libraries need, by {@code ldd}. */
record Libraries(Path runtime) {
    /** {@code libc.so.6 => /lib/libc.so.6 (0x7f…)}, and the loader's line, which has a path only. */
    private static final Pattern LINE = Pattern.compile("\\s*(?:\\S+ => )?(/\\S+) \\(0x[0-9a-f]+\\)");

    /** Their paths as programs look them up, links not followed. */
    Set<Path> needed() throws IOException {
        List<String> command = new ArrayList<>(List.of("ldd"));
        binaries().forEach(binary -> command.add(binary.toString()));
        Set<Path> needed = new TreeSet<>();
        for (String line : run(command).lines().toList()) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches() && !Path.of(matcher.group(1)).startsWith(runtime)) {
                needed.add(Path.of(matcher.group(1)).normalize());
            }
        }
        if (needed.isEmpty()) {
            throw new IOException(
                    "ldd named no library that " + runtime + "/bin/java needs: the image could not start");
        }
        return needed;
    }

    private List<Path> binaries() throws IOException {
        try (Stream<Path> files = Files.walk(runtime.resolve("lib"))) {
            List<Path> libraries = files.filter(file -> file.toString().endsWith(".so"))
                    .sorted()
                    .toList();
            List<Path> all = new ArrayList<>(List.of(runtime.resolve("bin/java")));
            all.addAll(libraries);
            return all;
        }
    }

    private static String run(List<String> command) throws IOException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking ldd", interrupted);
        } catch (IOException noLdd) {
            throw CommandFailure.missing(
                    "the example's image needs ldd, which comes with the C library (Debian: libc-bin)", noLdd);
        }
    }
}
