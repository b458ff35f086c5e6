package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import network.millrace.agent.workload.WorkloadException;

/** Makes a workload's root file system: its image below, and above it room for exactly the disk limit. */
interface WritableLayer {

    /** Makes an empty writable layer and mounts the whole; what an earlier run has written is gone. */
    void mountFresh(Slot slot, Path image, Path workload, long bytes) throws WorkloadException;

    boolean isMounted(Slot slot) throws WorkloadException, IOException;

    void unmount(Slot slot) throws WorkloadException;
}
