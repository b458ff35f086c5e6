package network.millrace.agent.access;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import network.millrace.agent.lease.Labels;
import network.millrace.agent.workload.LogLine;
import network.millrace.agent.workload.LogPage;
import network.millrace.agent.workload.LogPosition;
import network.millrace.agent.workload.WorkloadBackend;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.agent.workload.WorkloadStatus;
import network.millrace.client.access.AccessScope;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.registry.JsonMapping;

/** A workload's output as a stream: all of it, from a position, or its last lines, and then what comes. */
final class LogRoutes {

    private static final int PAGE_LINES = 500;
    private static final int TAIL_MAX = 10_000;
    /** Short, so that a follower soon notices that the door closes. */
    private static final Duration POLL = Duration.ofSeconds(1);

    private static final int POLLS_PER_HEARTBEAT = 15;

    private final DoorIdentity identity;
    private final ProviderDesk desk;
    private final WorkloadBackend backend;
    private final TokenGate gate;
    private final Streams streams;

    LogRoutes(DoorIdentity identity, ProviderDesk desk, WorkloadBackend backend, TokenGate gate, Streams streams) {
        this.identity = identity;
        this.desk = desk;
        this.backend = backend;
        this.gate = gate;
        this.streams = streams;
    }

    void add(HttpRouting.Builder routing) {
        routing.get(LeasePath.LEASE + "/logs", this::logs);
    }

    private void logs(ServerRequest request, ServerResponse response) {
        LeaseId lease = LeasePath.lease(request, identity.provider());
        gate.require(
                Exchange.header(request, HeaderNames.AUTHORIZATION),
                lease.order().deployment(),
                AccessScope.LOGS);
        WorkloadStatus workload =
                workload(lease, request.query().first("service").orElse(""));
        long from = Exchange.number(request, "from", 0);
        long tail = Math.min(TAIL_MAX, Exchange.number(request, "tail", 0));
        boolean follow = Exchange.flag(request, "follow");
        streams.serve(response, lease.order().owner(), sink -> {
            try {
                LogPosition start = tail == 0 ? new LogPosition(from) : startOfTail(workload.id(), from, (int) tail);
                write(workload, start, follow, sink);
            } catch (WorkloadException e) {
                sink.comment("the log ends here: " + e.getMessage());
            }
        });
    }

    private WorkloadStatus workload(LeaseId lease, String service) {
        WorkloadStatus workload = LeasePath.require(desk.view(), lease)
                .workload()
                .orElseThrow(() -> new DoorRefusal(
                        DoorError.WORKLOAD_ABSENT, "the workload has not been started yet, so there is no log"));
        if (!service.isEmpty() && !service.equals(Labels.service(workload))) {
            throw DoorRefusal.malformed("the lease runs service " + Labels.service(workload) + ", not "
                    + MalformedException.quote(service));
        }
        return workload;
    }

    /** The position of the first of the last so many lines, none of them before {@code from}. */
    private LogPosition startOfTail(WorkloadId workload, long from, int lines) throws WorkloadException {
        Deque<LogPosition> last = new ArrayDeque<>();
        LogPosition next = new LogPosition(from);
        LogPage page = backend.logs(workload, next, PAGE_LINES, Duration.ZERO);
        while (!page.lines().isEmpty()) {
            for (LogLine line : page.lines()) {
                last.addLast(line.position());
                if (last.size() > lines) {
                    last.removeFirst();
                }
            }
            next = page.next();
            page = backend.logs(workload, next, PAGE_LINES, Duration.ZERO);
        }
        return Optional.ofNullable(last.peekFirst()).orElse(next);
    }

    private void write(WorkloadStatus workload, LogPosition start, boolean follow, Streams.Sink sink)
            throws IOException, WorkloadException {
        LogPosition next = start;
        int quiet = 0;
        while (!sink.isClosed()) {
            LogPage page = backend.logs(workload.id(), next, PAGE_LINES, follow ? POLL : Duration.ZERO);
            if (page.dropped() > 0) {
                sink.comment(page.dropped() + " lines are no longer kept");
            }
            for (LogLine line : page.lines()) {
                sink.send(line.position().line(), JsonMapping.print(line(workload, line)));
            }
            next = page.next();
            if (!page.lines().isEmpty()) {
                quiet = 0;
                continue;
            }
            if (!follow || isGone(workload)) {
                return;
            }
            quiet++;
            if (quiet % POLLS_PER_HEARTBEAT == 0) {
                sink.comment("nothing new");
            }
        }
    }

    private boolean isGone(WorkloadStatus workload) throws WorkloadException {
        return backend.inspect(workload.id()).isEmpty();
    }

    private static network.millrace.protocol.access.v1.LogLine line(WorkloadStatus workload, LogLine line) {
        return network.millrace.protocol.access.v1.LogLine.newBuilder()
                .setPosition(line.position().line())
                .setTimeMs(line.at().toEpochMilli())
                .setService(Labels.service(workload))
                .setStream(line.stream().name().toLowerCase(Locale.ROOT))
                .setText(line.text())
                .build();
    }
}
