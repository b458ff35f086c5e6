package network.millrace.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.local.ChildProcess;
import network.millrace.cli.local.LocalNetwork;
import network.millrace.client.NetworkException;
import network.millrace.client.access.DoorAnswer;
import network.millrace.client.access.DoorStream;
import network.millrace.client.access.ProviderDoor;
import network.millrace.protocol.access.v1.LeaseStatus;
import network.millrace.protocol.access.v1.LogLine;
import network.millrace.protocol.access.v1.ServiceStatus;
import network.millrace.protocol.access.v1.WorkloadState;
import network.millrace.protocol.ids.LeaseId;

/** A workload that answers, writes logs, and does not notice that its provider's agent is killed. */
record LivingWorkload(Narrator narrator, LocalNetwork local, ProviderDoor door, LeaseId lease, String winner) {
    private static final String SERVICE = "web";
    private static final int PORT = 8080;
    private static final String SENTENCE = "served by a workload on Millrace";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    void surviveTheAgent() throws Exception {
        request("before");
        logs();
        ServiceStatus before = service();
        List<ProcessHandle> processes = processes(before);
        ChildProcess agent = local.agent(winner);
        agent.kill();
        narrator.step(
                "kill -9",
                "the agent of " + winner + ", process " + agent.pid() + "; its door is shut, the workload goes on");
        requireSilence();
        requireAlive(processes);
        ChildProcess again = local.restart(winner);
        narrator.step(
                "restart",
                "the agent of " + winner + " is back as process " + again.pid() + " and has adopted the workload");
        ServiceStatus after = awaitRunning();
        requireSame(before, after);
        requireAlive(processes);
        narrator.more("same program since " + Instant.ofEpochMilli(after.getStartedMs()) + ", 0 restarts"
                + (processes.isEmpty()
                        ? ""
                        : ", same process " + processes.getFirst().pid()));
        request("after");
        requireOneLog();
    }

    /** After the close the provider ends the workload and keeps nothing of it. */
    void requireGone() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (answers()) {
            if (System.nanoTime() > end) {
                throw CommandFailure.failed("the workload still answers after its lease has ended");
            }
            Thread.sleep(50);
        }
        narrator.step("gone", "the workload no longer answers: its provider has ended and wiped it");
    }

    private boolean answers() {
        try {
            return get("/?gone").status() == 200;
        } catch (NetworkException refused) {
            return false;
        }
    }

    private void request(String when) {
        DoorAnswer answer = get("/?" + when);
        String page = answer.body().toStringUtf8();
        if (answer.status() != 200 || !page.contains(SENTENCE)) {
            throw CommandFailure.failed("the workload answered " + answer.status() + ": " + page);
        }
        narrator.step("request", "GET / through " + winner + "'s door: 200, \"… " + SENTENCE + ".\"");
    }

    private DoorAnswer get(String path) {
        return door.get(lease, SERVICE, PORT, path);
    }

    private void logs() throws InterruptedException {
        List<String> lines = awaitLine("GET /?before");
        narrator.step("logs", lines.size() + " lines so far, the last:");
        narrator.more(lines.getLast());
    }

    /** The log is written by the workload itself, so the line of a request may come a moment after its answer. */
    private List<String> awaitLine(String part) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            List<String> lines = readLog();
            if (lines.stream().anyMatch(line -> line.contains(part))) {
                return lines;
            }
            Thread.sleep(50);
        }
        throw CommandFailure.failed("the workload's log has no line with \"" + part + "\"");
    }

    private List<String> readLog() throws InterruptedException {
        List<String> lines = new ArrayList<>();
        try (DoorStream<LogLine> log = door.logs(lease, SERVICE, false, 0, 0)) {
            for (Optional<LogLine> line = log.next(); line.isPresent(); line = log.next()) {
                lines.add(line.orElseThrow().getText());
            }
        }
        return lines;
    }

    /** One log from the first start on: requests before and after, and one opening line. */
    private void requireOneLog() throws InterruptedException {
        List<String> lines = awaitLine("GET /?after");
        long openings =
                lines.stream().filter(line -> line.startsWith("Serving ")).count();
        boolean before = lines.stream().anyMatch(line -> line.contains("GET /?before"));
        if (openings != 1 || !before) {
            throw CommandFailure.failed("the log was expected to go on; it is now: " + lines);
        }
        narrator.more("its log goes on: " + lines.size() + " lines, requests from before and after");
    }

    private ServiceStatus service() {
        LeaseStatus status = door.leaseStatus(lease);
        return status.getServicesList().stream()
                .filter(service -> service.getName().equals(SERVICE))
                .findFirst()
                .orElseThrow(() -> CommandFailure.failed("the provider knows no service " + SERVICE + " of the lease"));
    }

    private ServiceStatus awaitRunning() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                ServiceStatus service = service();
                if (service.getState() == WorkloadState.RUNNING) {
                    return service;
                }
            } catch (NetworkException notYet) {
                if (System.nanoTime() > end) {
                    throw notYet;
                }
            }
            if (System.nanoTime() > end) {
                throw CommandFailure.failed("the restarted agent does not say that the workload runs");
            }
            Thread.sleep(50);
        }
    }

    private static void requireSame(ServiceStatus before, ServiceStatus after) {
        if (before.getStartedMs() != after.getStartedMs() || after.getRestarts() != before.getRestarts()) {
            throw CommandFailure.failed("the workload was expected to go on; it was started at "
                    + Instant.ofEpochMilli(before.getStartedMs()) + " and now says "
                    + Instant.ofEpochMilli(after.getStartedMs())
                    + " after " + after.getRestarts() + " restarts");
        }
    }

    private void requireSilence() {
        try {
            get("/?dead");
        } catch (NetworkException silent) {
            return;
        }
        throw CommandFailure.failed("the door of the killed agent still answers");
    }

    /** The workload's processes as this machine shows them; empty where another user's processes cannot be seen. */
    private static List<ProcessHandle> processes(ServiceStatus service) {
        Instant started = Instant.ofEpochMilli(service.getStartedMs());
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains("-m jdk.httpserver"))
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .filter(process -> process.info()
                        .startInstant()
                        .map(start -> Duration.between(start, started).abs().compareTo(Duration.ofSeconds(2)) < 0)
                        .orElse(false))
                .toList();
    }

    private static void requireAlive(List<ProcessHandle> processes) {
        processes.stream().filter(process -> !process.isAlive()).findFirst().ifPresent(dead -> {
            throw CommandFailure.failed("the workload's process " + dead.pid() + " has ended with the agent");
        });
    }
}
