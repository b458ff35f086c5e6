package network.millrace.cli.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this very program is started once more, as a process of its own. */
public final class Program {
    private final List<String> prefix;
    private final boolean launcher;

    private Program(List<String> prefix, boolean launcher) {
        this.prefix = List.copyOf(prefix);
        this.launcher = launcher;
    }

    /**
     * Through {@code ./millrace} when this process was started by it, so that heap and cache are what a user gets; else the same Java with the same
     * class path.
     */
    public static Program launcher() {
        String root = System.getProperty("millrace.root", "");
        Path script = Path.of(root, "millrace");
        if (!root.isEmpty() && Files.isExecutable(script)) {
            return new Program(List.of(script.toString()), true);
        }
        return new Program(javaCommand(), false);
    }

    /** A process that is not yet started; its process id will be that of the Java virtual machine. */
    public ProcessBuilder command(String... arguments) {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words);
        if (launcher) {
            builder.environment().put("MILLRACE_SKIP_BUILD", "1");
        }
        return builder;
    }

    private static List<String> javaCommand() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "network.millrace.cli.Millrace");
    }
}
