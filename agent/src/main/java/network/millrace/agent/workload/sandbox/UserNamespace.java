package network.millrace.agent.workload.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;
import org.jspecify.annotations.Nullable;

/**
 * The user and mount namespace in which an ordinary user's workloads live: there the user is root over its subordinate ids, may
 * mount, and may give each workload a namespace with a few of those ids. One per home. A small process holds it, which outlives the
 * agent and ends when the home is gone; while there is none, it lives on by the workloads in it, whose monitors lead back.
 */
final class UserNamespace implements HostAccess {

    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration TREE_LIMIT = Duration.ofMinutes(5);

    /** Waits for its ids, hides {@code $1} under a file system of its own, and stays for as long as {@code $2} is there. */
    private static final String HOLDER = "echo made; read -r _ || exit 1; set -e; mount --make-rprivate /;"
            + " mount -t tmpfs -o mode=711,size=1m millrace \"$1\"; echo ready; exec >/dev/null 2>&1 </dev/null; set +e;"
            + " while [ -e \"$2\" ]; do sleep 10; done";

    private final Path home;
    private final SandboxSettings.HostShare share;

    /** A process, and when it began in clock ticks since boot. */
    private record Holder(long process, long start) {
        boolean isAlive() {
            return process > 0 && start > 0 && SandboxMachine.startOf(process) == start;
        }
    }

    private Holder holder = new Holder(0, 0);

    UserNamespace(Path home, SandboxSettings.HostShare share) {
        this.home = home;
        this.share = share;
    }

    @Override
    public List<String> command(List<String> command) throws WorkloadException {
        List<String> words = new ArrayList<>(
                List.of("nsenter", "--user", "--mount", "--target", Long.toString(holder().process()), "--"));
        words.addAll(command);
        return words;
    }

    /** For programs that need their ids there and everything else of the machine. */
    List<String> commandOutsideOfMounts(List<String> command) throws WorkloadException {
        List<String> words = command(command);
        words.remove("--mount");
        return words;
    }

    @Override
    public void delete(Path tree) throws WorkloadException {
        if (Files.exists(tree)) {
            Commands.require(command(List.of("rm", "-rf", "--one-file-system", "--", tree.toString())), "", TREE_LIMIT);
        }
    }

    @Override
    public long bytes(Path tree) throws WorkloadException {
        List<String> command = command(List.of("du", "-s", "--block-size=1", "--", tree.toString()));
        String printed = Commands.require(command, "", TREE_LIMIT);
        return Long.parseLong(printed.substring(0, printed.indexOf('\t')));
    }

    /** Without a workload nothing is lost with it. */
    @Override
    public synchronized void close() {
        try (var workloads = Files.list(home.resolve("workloads"))) {
            if (workloads.findAny().isEmpty()) {
                known().ifPresent(UserNamespace::end);
                Files.deleteIfExists(file());
            }
        } catch (IOException e) {
            // It ends by itself once its file is gone with the home.
            holder = new Holder(0, 0);
        }
    }

    private synchronized Holder holder() throws WorkloadException {
        if (holder.isAlive()) {
            return holder;
        }
        try {
            Optional<Holder> known = known();
            holder = known.isPresent() ? known.get() : start();
            return holder;
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
    }

    private Optional<Holder> known() throws IOException {
        Optional<Holder> written = read().filter(Holder::isAlive);
        return written.isPresent() ? written : monitor();
    }

    private Optional<Holder> read() throws IOException {
        try {
            String[] fields = Files.readString(file()).strip().split(" ");
            return fields.length == 2
                    ? Optional.of(new Holder(Long.parseLong(fields[0]), Long.parseLong(fields[1])))
                    : Optional.empty();
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A workload's monitor is in the namespace as well. */
    private Optional<Holder> monitor() throws IOException {
        try (var workloads = Files.list(home.resolve("workloads"))) {
            for (Path workload : workloads.toList()) {
                RunRecord.Place place = new WorkloadFiles(workload).record().place();
                if (place.boot().equals(SandboxMachine.boot()) && SandboxMachine.isAlive(place)) {
                    return Optional.of(new Holder(place.monitor(), place.monitorStart()));
                }
            }
        }
        return Optional.empty();
    }

    private Holder start() throws WorkloadException, IOException {
        SubordinateIds ids = SubordinateIds.ofThisUser()
                .orElseThrow(() -> failed("this user has no subordinate ids in /etc/subuid and /etc/subgid"));
        forgetEarlierBoots();
        Process process = Commands.builder(List.of(
                        "setsid",
                        "unshare",
                        "--user",
                        "--mount",
                        "--propagation",
                        "unchanged",
                        "sh",
                        "-c",
                        HOLDER,
                        "millrace-namespace",
                        share.mounts().toString(),
                        file().toString()))
                .redirectErrorStream(true)
                .start();
        boolean complete = false;
        try (BufferedReader told =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                var go = process.getOutputStream()) {
            Thread limit = Thread.ofVirtual().start(() -> endAfterLimit(process));
            require("made", told.readLine());
            Holder made = new Holder(process.pid(), SandboxMachine.startOf(process.pid()));
            Files.writeString(file(), made.process() + " " + made.start() + "\n");
            map(process.pid(), ids);
            go.write('\n');
            go.flush();
            require("ready", told.readLine());
            limit.interrupt();
            complete = true;
            return made;
        } finally {
            if (!complete) {
                process.destroyForcibly();
            }
        }
    }

    private static void map(long process, SubordinateIds ids) throws WorkloadException {
        String pid = Long.toString(process);
        SubordinateIds.Owner owner = ids.owner();
        String count = Long.toString(ids.count());
        Commands.require(List.of(
                "newuidmap", pid, "0", Long.toString(owner.user()), "1", "1", Long.toString(ids.firstUser()), count));
        Commands.require(List.of(
                "newgidmap", pid, "0", Long.toString(owner.group()), "1", "1", Long.toString(ids.firstGroup()), count));
    }

    /** Nothing of an earlier boot holds anything any more. */
    private void forgetEarlierBoots() throws IOException {
        Path slots = Files.createDirectories(share.directory()).getParent();
        if (slots == null) {
            return;
        }
        try (var boots = Files.newDirectoryStream(slots)) {
            for (Path boot : boots) {
                if (!boot.equals(share.directory())) {
                    DirectoryTree.delete(boot);
                }
            }
        }
    }

    private static void endAfterLimit(Process process) {
        try {
            if (!process.waitFor(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            // It is ready.
            Thread.currentThread().interrupt();
        }
    }

    private static void require(String wanted, @Nullable String line) throws WorkloadException {
        if (!wanted.equals(line)) {
            throw failed(line == null ? "its process ended" : line);
        }
    }

    private static void end(Holder holder) {
        ProcessHandle.of(holder.process()).ifPresent(process -> {
            List<ProcessHandle> waiting = process.children().toList();
            process.destroyForcibly();
            waiting.forEach(ProcessHandle::destroyForcibly);
        });
    }

    private Path file() {
        return home.resolve("namespace");
    }

    private static WorkloadException failed(String detail) {
        return new WorkloadException(
                new WorkloadFault.RuntimeFailed("making the user namespace that holds the workloads", detail));
    }
}
