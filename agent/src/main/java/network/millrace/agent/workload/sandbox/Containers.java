package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadId;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Containers by runc, each under a conmon of its own. conmon leaves our process group at once, keeps output and exit code, and
 * tells through a pipe how the creation went.
 */
final class Containers {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration CREATE_LIMIT = Duration.ofSeconds(30);

    /** conmon reports on the file descriptor that this variable names; a shell puts our pipe there. */
    private static final String REPORT_VARIABLE = "_OCI_SYNCPIPE";

    /** Ends after one line, because conmon itself keeps the pipe open for as long as the container lives. */
    private static final List<String> WITH_REPORT = List.of("sh", "-c", "\"$@\" 3>&1 2>\"$0\" </dev/null | head -n 1");

    private final HostAccess access;
    private final Path state;
    private final long logBytesMax;

    /** @param logBytesMax what a workload may print while no agent is there to begin a new segment */
    Containers(HostAccess access, Path state, long logBytesMax) {
        this.access = access;
        this.state = state;
        this.logBytesMax = logBytesMax;
    }

    /**
     * Creates a container from a bundle, its program not yet running.
     *
     * @param prefix words before the command
     * @return conmon's process id
     */
    long create(WorkloadId id, WorkloadFiles files, List<String> prefix) throws WorkloadException {
        Path complaint = files.bundle().resolve("conmon.err");
        List<String> command = new ArrayList<>(WITH_REPORT);
        command.add(complaint.toString());
        command.addAll(prefix);
        command.addAll(conmon(id, files));
        try {
            Files.deleteIfExists(files.exits().resolve(id.value()));
            Map<String, String> report = Map.of(REPORT_VARIABLE, "3");
            requireCreated(
                    Commands.run(access.command(command), "", report, CREATE_LIMIT)
                            .output(),
                    complaint);
            return Long.parseLong(Files.readString(monitorFile(files)).strip());
        } catch (IOException | NumberFormatException e) {
            throw Commands.failed(List.of("conmon"), String.valueOf(e.getMessage()));
        }
    }

    /** The process id, on the host, of a created container's first process. */
    static long firstProcess(WorkloadFiles files) throws IOException {
        return Long.parseLong(Files.readString(processFile(files)).strip());
    }

    void start(WorkloadId id) throws WorkloadException {
        Commands.require(runc("start", id.value()));
    }

    /** Sends a signal to the container's first process; one that has ended already is no error. */
    void signal(WorkloadId id, String signal) throws WorkloadException {
        Commands.run(runc("kill", id.value(), signal));
    }

    /** Kills what runs and forgets the container; nothing happens when there is none. */
    void delete(WorkloadId id) throws WorkloadException {
        if (Files.exists(state.resolve(id.value()))) {
            Commands.require(runc("delete", "--force", id.value()));
        }
    }

    /** One more program in a running container. {@code script} gives it a terminal, since we have none to pass on. */
    Process execute(WorkloadId id, List<String> prefix, List<String> command, boolean terminal)
            throws WorkloadException {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(plainRunc("exec"));
        if (terminal) {
            words.add("--tty");
        }
        words.add(id.value());
        words.addAll(command);
        List<String> inside = access.command(words);
        List<String> outside = terminal ? List.of("script", "-qefc", quoted(inside), "/dev/null") : inside;
        try {
            return Commands.builder(outside).redirectErrorStream(terminal).start();
        } catch (IOException e) {
            throw Commands.failed(outside, String.valueOf(e.getMessage()));
        }
    }

    private List<String> conmon(WorkloadId id, WorkloadFiles files) {
        return List.of(
                "conmon",
                "--cid",
                id.value(),
                "--cuuid",
                id.value(),
                "--name",
                id.value(),
                "--runtime",
                runtime(),
                "--runtime-arg=--root=" + state,
                "--bundle",
                files.bundle().toString(),
                "--container-pidfile",
                processFile(files).toString(),
                "--conmon-pidfile",
                monitorFile(files).toString(),
                "--full-attach",
                "--exit-dir",
                files.exits().toString(),
                "--log-path",
                "k8s-file:" + files.log().resolve(OutputLog.OUTPUT),
                "--log-size-max",
                Long.toString(logBytesMax));
    }

    /** conmon wants a full path. */
    private static String runtime() {
        return SandboxParts.find("runc").map(Path::toString).orElse("/usr/sbin/runc");
    }

    private static Path processFile(WorkloadFiles files) {
        return files.bundle().resolve("container.pid");
    }

    private static Path monitorFile(WorkloadFiles files) {
        return files.bundle().resolve("conmon.pid");
    }

    private List<String> runc(String... arguments) throws WorkloadException {
        return access.command(plainRunc(arguments));
    }

    private List<String> plainRunc(String... arguments) {
        List<String> command = new ArrayList<>(List.of("runc", "--root", state.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static void requireCreated(String report, Path complaint) throws WorkloadException, IOException {
        JsonNode json = parse(report);
        if (json.path("pid").asLong(-1) > 0) {
            return;
        }
        String otherwise = "conmon said \"" + report + "\" and " + Files.readString(complaint);
        String message = json.path("message").asString(otherwise).strip();
        String detail = essence(message);
        throw new WorkloadException(
                detail.startsWith("exec: ")
                        ? new WorkloadFault.NotExecutable(detail)
                        : new WorkloadFault.RuntimeFailed("creating the container", detail));
    }

    /** Behind a chain of contexts the part that matters to a tenant: {@code exec: "x": no such file}. */
    private static String essence(String message) {
        String reason = Complaint.reason(message);
        int program = reason.indexOf("exec: ");
        return program >= 0 ? reason.substring(program) : reason;
    }

    private static JsonNode parse(String report) {
        try {
            return JSON.readTree(report);
        } catch (JacksonException e) {
            return JSON.createObjectNode();
        }
    }

    private static String quoted(List<String> words) {
        List<String> quoted = new ArrayList<>();
        words.forEach(word -> quoted.add("'" + word.replace("'", "'\\''") + "'"));
        return String.join(" ", quoted);
    }
}
