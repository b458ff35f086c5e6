package network.millrace.agent.lease;

import com.google.protobuf.ByteString;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.protocol.crypto.Hash;

/**
 * A manifest whose hash equalled the ledger's and whose content fits the lease's group.
 *
 * @param json the canonical JSON as sent
 * @param spec what runs for it
 */
public record AcceptedManifest(Hash hash, ByteString json, WorkloadSpec spec) {}
