package network.millrace.client.compose;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One service of a compose file: what of it SDL can say.
 *
 * @param name as compose knows it
 * @param names how others may call it: its own name, and those that container_name, hostname and aliases give it
 * @param entrypoint empty = what the image starts
 * @param networks names; all services without networks of their own share "default"
 * @param needs services that it says it needs: depends_on, links
 */
record Service(
        Value at,
        String name,
        Set<String> names,
        String image,
        List<String> entrypoint,
        List<String> command,
        Map<String, String> environment,
        List<Port> ports,
        List<Mount> mounts,
        Size size,
        long count,
        Set<String> networks,
        Set<String> needs) {

    /**
     * A port on which the service listens.
     *
     * @param published on the host; 0 = the engine's choice
     * @param open to the world, not only to other services
     */
    record Port(Value at, int target, int published, boolean udp, boolean open, boolean saysHttp) {
        boolean isSame(Port other) {
            return target == other.target && udp == other.udp;
        }
    }

    /** @param bytes 0 = nothing is said about it */
    record Mount(Value at, String volume, String path, boolean readOnly, Kind kind, long bytes) {
        enum Kind {
            PERSISTENT,
            MEMORY
        }
    }

    /**
     * What an instance may use; 0 = nothing is said about it.
     *
     * @param arch of the processor; "" = any
     */
    record Size(long cpuMillis, long memoryBytes, long diskBytes, long gpus, String arch) {}
}
