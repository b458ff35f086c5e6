package network.millrace.agent.access;

import java.util.List;
import network.millrace.protocol.address.Address;

/**
 * Whose door it is, and what it says of itself.
 *
 * @param limitations what holds for every workload here, one sentence each
 */
public record DoorIdentity(Address provider, String version, String backend, List<String> limitations) {

    public DoorIdentity {
        limitations = List.copyOf(limitations);
    }
}
