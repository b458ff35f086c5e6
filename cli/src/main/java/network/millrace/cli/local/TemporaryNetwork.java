package network.millrace.cli.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import network.millrace.cli.command.Home;
import network.millrace.cli.output.Progress;

/**
 * A network that leaves the machine as it was, also after Ctrl-C: its processes end, then its workloads, then its home is deleted. Guarded by itself,
 * because the end of the command and a signal may come together.
 */
public final class TemporaryNetwork implements AutoCloseable {
    private final LocalPlan plan;
    private final List<LocalNetwork> networks = new ArrayList<>();
    private boolean closed;

    public TemporaryNetwork(LocalPlan plan) {
        this.plan = plan;
        Runtime.getRuntime().addShutdownHook(new Thread(this::closeAtEnd, "cleanup"));
    }

    /** A home that is gone afterwards. */
    public static Home home(String backend) throws IOException {
        return TemporaryHome.create(backend);
    }

    /** Images are kept in the checkout's own target folder, so that they are made once; in the home where there is no checkout. */
    public static Path images(Home home) throws IOException {
        String root = System.getProperty("millrace.root", "");
        if (root.isEmpty() || !Files.isWritable(Path.of(root))) {
            return home.images();
        }
        return Files.createDirectories(Path.of(root, "target", "images")).toRealPath();
    }

    /** Starts node and agents. */
    public LocalNetwork start(Progress progress) throws IOException, InterruptedException {
        LocalNetwork network = LocalNetwork.start(plan, progress);
        synchronized (this) {
            networks.add(network);
        }
        return network;
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        networks.forEach(LocalNetwork::close);
        new Workloads(plan.home(), plan.workshop().backend()).wipeWithHome();
    }

    private void closeAtEnd() {
        try {
            close();
        } catch (IOException failure) {
            throw new UncheckedIOException("the temporary network could not be removed", failure);
        }
    }
}
