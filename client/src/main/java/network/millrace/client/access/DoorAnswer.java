package network.millrace.client.access;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;

/** What a workload answered through the door. */
public record DoorAnswer(int status, Map<String, List<String>> headers, ByteString body) {
    public DoorAnswer {
        headers = Map.copyOf(headers);
    }
}
