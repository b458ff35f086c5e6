package network.millrace.agent.workload;

import java.time.Instant;

/** Where a workload stands; the picture is in the package description. */
public sealed interface WorkloadState {

    /** A sentence for a tenant: why it is in this state. */
    String sentence();

    /** Created, not yet running. */
    record Preparing() implements WorkloadState {
        @Override
        public String sentence() {
            return "is being prepared";
        }
    }

    /** @param ready all ports accepted a connection since this start; without ports, it has survived its first second */
    record Running(Instant startedAt, boolean ready) implements WorkloadState {
        @Override
        public String sentence() {
            return ready ? "runs" : "runs, but does not yet accept connections on all its ports";
        }
    }

    /** Ended, and will be started again at {@code at}. */
    record BackingOff(Exit exit, Instant at) implements WorkloadState {
        @Override
        public String sentence() {
            return exit.sentence() + "; next start at " + at;
        }
    }

    /** Ended, and stays so: its policy says so, or it was stopped. */
    record Exited(Exit exit) implements WorkloadState {
        @Override
        public String sentence() {
            return exit.sentence();
        }
    }

    /** Cannot run, and the backend will not try again by itself. */
    record Failed(WorkloadFault fault, Instant at) implements WorkloadState {
        @Override
        public String sentence() {
            return fault.sentence();
        }
    }
}
