package network.millrace.cli.bench;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import network.millrace.node.Node;
import network.millrace.node.NodeHome;
import network.millrace.node.config.NodeConfig;
import network.millrace.node.engine.EventFeed;
import network.millrace.node.error.NodeError;
import network.millrace.protocol.node.v1.BlockEvents;
import network.millrace.protocol.node.v1.BroadcastResponse;

/**
 * A node in a process of its own with its senders beside it, so that memory and processor time can be told from the bench's. The
 * transactions of a window are signed before its clock starts. One line is printed for each window.
 */
final class OrderProcess {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String AWARDED = ".LeaseAwarded";
    private static final int SENDERS = 2;

    private final Node node;
    private final OrderTraffic traffic;
    private long awarded;
    private long followed;

    private OrderProcess(Node node, OrderTraffic traffic) {
        this.node = node;
        this.traffic = traffic;
        this.followed = node.status().getHeight();
    }

    /** Arguments: an empty folder, windows, orders in each. */
    public static void main(String[] arguments) throws InterruptedException, IOException {
        OrderTraffic traffic = new OrderTraffic();
        NodeHome home = new NodeHome(Path.of(arguments[0]));
        NodeConfig config = NodeConfig.DEFAULT.with("api.port", "0");
        home.initialize(traffic.genesis(System.currentTimeMillis()), config);
        try (Node node = Node.start(home, config, "bench")) {
            OrderProcess process = new OrderProcess(node, traffic);
            process.register();
            for (int window = 1; window <= Integer.parseInt(arguments[1]); window++) {
                System.out.println(process.window(Integer.parseInt(arguments[2])));
            }
        }
    }

    private void register() throws InterruptedException {
        for (ByteString registration : traffic.registrations(System.currentTimeMillis())) {
            BroadcastResponse response = node.engine().submitAndWait(registration, LIMIT);
            if (response.getCode() != 0 || response.getResult().getCode() != 0) {
                throw new IllegalStateException("a registration was refused: " + response.getLog()
                        + response.getResult().getLog());
            }
        }
    }

    /** Seconds until all orders of the window are awarded, processor seconds of the process, its resident bytes. */
    private String window(int orders) throws InterruptedException, IOException {
        List<ByteString> transactions = traffic.orders(orders, System.currentTimeMillis());
        long wanted = awarded + orders;
        long startNs = System.nanoTime();
        long startCpuNs = cpuNs();
        send(transactions);
        follow(wanted);
        return String.format(
                Locale.ROOT,
                "window %.6f %.6f %d",
                (System.nanoTime() - startNs) / 1e9,
                (cpuNs() - startCpuNs) / 1e9,
                residentBytes());
    }

    // An order's deployment and bid go out together, one after the other.
    private void send(List<ByteString> transactions) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        Thread[] senders = new Thread[SENDERS];
        for (int i = 0; i < SENDERS; i++) {
            senders[i] = Thread.ofPlatform().start(() -> {
                for (int at = next.getAndAdd(2); at < transactions.size(); at = next.getAndAdd(2)) {
                    submit(transactions.get(at));
                    submit(transactions.get(at + 1));
                }
            });
        }
        for (Thread sender : senders) {
            sender.join();
        }
    }

    private void submit(ByteString transaction) {
        while (true) {
            BroadcastResponse response = node.engine().submit(transaction);
            boolean isFull = response.getCodespace().equals(NodeError.CODESPACE)
                    && (response.getCode() == NodeError.MEMPOOL_FULL.code()
                            || response.getCode() == NodeError.SENDER_LIMIT.code());
            if (response.getCode() == 0) {
                return;
            }
            if (!isFull) {
                throw new IllegalStateException("a transaction was refused: " + response.getLog());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while sending", e);
        }
    }

    // Reads every block as a client does, until so many leases are awarded in all.
    private void follow(long wanted) throws InterruptedException {
        EventFeed feed = node.engine().events();
        while (awarded < wanted) {
            if (!feed.await(followed + 1, LIMIT)) {
                throw new IllegalStateException("no block for " + LIMIT.toSeconds() + " s: "
                        + node.failure().orElse(awarded + " of " + wanted + " orders awarded"));
            }
            followed++;
            BlockEvents block = feed.at(followed).orElseThrow();
            awarded += block.getEventsList().stream()
                    .filter(event -> event.getValue().getTypeUrl().endsWith(AWARDED))
                    .count();
        }
    }

    private static long cpuNs() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }
}
