package network.millrace.agent.workload;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The image and how it is started.
 *
 * @param command replaces the image's entry point when not empty
 * @param arguments replace the image's default arguments when not empty, or when there is a command
 * @param environment wins over the image's
 * @param ports TCP ports that the workload listens on; it counts as ready when all of them accept a connection
 */
public record Program(
        ImageReference image,
        List<String> command,
        List<String> arguments,
        Map<String, String> environment,
        List<Integer> ports) {

    private static final int WORDS_MAX = 1_024;
    private static final int TEXT_MAX = 128 * 1024;
    private static final int PORTS_MAX = 64;

    public Program {
        command = List.copyOf(command);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        ports = List.copyOf(ports);
        command.forEach(word -> requireText("a command word", word));
        arguments.forEach(word -> requireText("an argument", word));
        environment.forEach(Program::requireVariable);
        requireCount("command words and arguments", command.size() + arguments.size(), WORDS_MAX);
        requireCount("environment variables", environment.size(), WORDS_MAX);
        requireCount("ports", ports.size(), PORTS_MAX);
        ports.forEach(Program::requirePort);
    }

    /** Only the names of variables: values may be secrets and do not belong into a log. */
    @Override
    public String toString() {
        return "Program[" + image + ", command=" + command + ", arguments=" + arguments + ", environment="
                + new TreeSet<>(environment.keySet()) + ", ports=" + ports + "]";
    }

    private static void requireVariable(String name, String value) {
        if (name.isEmpty() || name.indexOf('=') >= 0) {
            throw new IllegalArgumentException(
                    "an environment variable needs a name without '=', not \"" + name + "\"");
        }
        requireText("the name of an environment variable", name);
        requireText("environment variable " + name, value);
    }

    private static void requireText(String what, String text) {
        if (text.length() > TEXT_MAX || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    what + " has at most " + TEXT_MAX + " characters and no NUL; this one has " + text.length());
        }
    }

    private static void requireCount(String what, int count, int most) {
        if (count > most) {
            throw new IllegalArgumentException("at most " + most + " " + what + ", not " + count);
        }
    }

    private static void requirePort(int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
    }
}
