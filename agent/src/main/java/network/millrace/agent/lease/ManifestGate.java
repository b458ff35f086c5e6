package network.millrace.agent.lease;

import com.google.protobuf.ByteString;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.manifest.v1.ManifestGroup;
import network.millrace.protocol.resources.v1.GroupSpec;

/**
 * Decides whether a manifest may run for a lease: it hashes to what the ledger holds, reads as canonical JSON, asks for nothing
 * beyond the group that was bid on, and has a shape that this provider runs.
 */
public record ManifestGate(ManifestReader reader, WorkloadPlans plans) {

    /** Largest manifest taken, bytes. */
    public static final int BYTES_MAX = 1 << 20;

    /** @throws ManifestRefusal with the sentence for the tenant */
    public AcceptedManifest accept(LeaseId lease, GroupSpec group, Hash wanted, ByteString json)
            throws ManifestRefusal {
        if (json.size() > BYTES_MAX) {
            throw new ManifestRefusal("a manifest has at most " + BYTES_MAX + " bytes; this one has " + json.size());
        }
        Hash hash = Hash.sha256(json.toByteArray());
        if (!hash.equals(wanted)) {
            throw new ManifestRefusal("this manifest hashes to " + hash.hex() + ", and the ledger says " + wanted.hex()
                    + " for deployment " + lease.order().deployment()
                    + "; send the manifest that was deployed, or update the deployment first");
        }
        return read(lease, group, json);
    }

    /** A manifest that was accepted before: its hash was the ledger's then. */
    public AcceptedManifest read(LeaseId lease, GroupSpec group, ByteString json) throws ManifestRefusal {
        ManifestGroup content = reader.read(json.toByteArray(), group);
        Hash hash = Hash.sha256(json.toByteArray());
        return new AcceptedManifest(hash, json, plans.plan(lease, content, hash));
    }
}
