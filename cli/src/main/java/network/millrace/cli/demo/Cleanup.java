package network.millrace.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import network.millrace.cli.local.LocalNetwork;
import network.millrace.cli.local.LocalPlan;
import network.millrace.cli.local.Workloads;

/**
 * Leaves the machine as it was, also after Ctrl-C: ends the processes, then the workloads, then deletes the home. Guarded by itself, because the
 * end of the demo and a signal may come together.
 */
final class Cleanup implements AutoCloseable {
    private final LocalPlan plan;
    private final Thread hook = new Thread(this::closeQuietly, "cleanup");
    private final List<LocalNetwork> networks = new ArrayList<>();
    private boolean done;

    Cleanup(LocalPlan plan) {
        this.plan = plan;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    synchronized LocalNetwork watch(LocalNetwork network) {
        networks.add(network);
        return network;
    }

    @Override
    public synchronized void close() throws IOException {
        if (done) {
            return;
        }
        done = true;
        networks.forEach(LocalNetwork::close);
        new Workloads(plan.home(), plan.workshop().backend()).wipeWithHome();
    }

    private void closeQuietly() {
        try {
            close();
        } catch (IOException failure) {
            throw new UncheckedIOException("the demo's folder could not be removed", failure);
        }
    }
}
