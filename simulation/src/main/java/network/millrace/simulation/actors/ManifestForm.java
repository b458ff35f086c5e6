package network.millrace.simulation.actors;

import java.util.List;
import network.millrace.agent.lease.ManifestRefusal;
import network.millrace.client.sdl.ManifestCheck;
import network.millrace.client.sdl.ManifestJson;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.manifest.v1.Manifest;
import network.millrace.protocol.manifest.v1.ManifestGroup;
import network.millrace.protocol.resources.v1.GroupSpec;

/** How simulated agents read a manifest: by the client's canonical JSON and its check against the group. */
final class ManifestForm {
    private ManifestForm() {}

    static ManifestGroup read(byte[] json, GroupSpec group) throws ManifestRefusal {
        try {
            Manifest manifest = ManifestJson.read(json);
            List<String> differences = ManifestCheck.differences(manifest, group);
            if (!differences.isEmpty()) {
                throw new ManifestRefusal(String.join("; ", differences));
            }
            return manifest.getGroupsList().stream()
                    .filter(one -> one.getName().equals(group.getName()))
                    .findFirst()
                    .orElseThrow(() -> new ManifestRefusal("the manifest has no group " + group.getName()));
        } catch (MalformedException malformed) {
            throw new ManifestRefusal("this is no manifest: " + malformed.getMessage());
        }
    }
}
