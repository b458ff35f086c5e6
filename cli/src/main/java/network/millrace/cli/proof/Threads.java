package network.millrace.cli.proof;

import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.compute.WorkerPool;
import picocli.CommandLine.Option;

/** How many threads compute. The result does not depend on it. */
final class Threads {
    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Threads that compute; default one for each processor. The result is the same for any number.")
    private int threads = Runtime.getRuntime().availableProcessors();

    WorkerPool open() {
        if (threads < 1 || threads > WorkerPool.THREADS_MAX) {
            throw CommandFailure.missing("--threads is from 1 to " + WorkerPool.THREADS_MAX + ", not " + threads);
        }
        return new WorkerPool(threads);
    }
}
