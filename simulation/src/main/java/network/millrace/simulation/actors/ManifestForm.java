package network.millrace.simulation.actors;

import com.google.protobuf.InvalidProtocolBufferException;
import network.millrace.agent.lease.ManifestReader;
import network.millrace.agent.lease.ManifestRefusal;
import network.millrace.protocol.manifest.v1.Manifest;
import network.millrace.protocol.manifest.v1.ManifestGroup;
import network.millrace.protocol.resources.v1.GroupSpec;

/** The form in which simulated tenants send manifests: the protobuf message. Its hash is what matters to ledger and agent. */
final class ManifestForm {
    private ManifestForm() {}

    static byte[] write(Manifest manifest) {
        return manifest.toByteArray();
    }

    /** An agent's {@link ManifestReader} for this form. */
    static ManifestGroup read(byte[] bytes, GroupSpec group) throws ManifestRefusal {
        try {
            return Manifest.parseFrom(bytes).getGroupsList().stream()
                    .filter(one -> one.getName().equals(group.getName()))
                    .findFirst()
                    .orElseThrow(() -> new ManifestRefusal("the manifest has no group " + group.getName()));
        } catch (InvalidProtocolBufferException malformed) {
            throw new ManifestRefusal("this is no manifest: " + malformed.getMessage());
        }
    }
}
