package network.millrace.agent.shell;

import java.util.List;
import network.millrace.agent.lease.ManifestReader;
import network.millrace.agent.lease.ManifestRefusal;
import network.millrace.client.sdl.ManifestCheck;
import network.millrace.client.sdl.ManifestJson;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.manifest.v1.Manifest;
import network.millrace.protocol.manifest.v1.ManifestGroup;
import network.millrace.protocol.resources.v1.GroupSpec;

/** Reads manifests with the code that tenants write and check them with. */
public final class CheckedManifests implements ManifestReader {

    @Override
    public ManifestGroup read(byte[] json, GroupSpec group) throws ManifestRefusal {
        Manifest manifest = parse(json);
        List<String> differences = ManifestCheck.differences(manifest, group);
        if (!differences.isEmpty()) {
            throw new ManifestRefusal("the manifest does not fit what was ordered: " + String.join("; ", differences));
        }
        return manifest.getGroupsList().stream()
                .filter(one -> one.getName().equals(group.getName()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a manifest that fits has the group it fits"));
    }

    private static Manifest parse(byte[] json) throws ManifestRefusal {
        try {
            return ManifestJson.read(json);
        } catch (MalformedException e) {
            throw new ManifestRefusal("this is no manifest in canonical JSON: " + e.getMessage());
        }
    }
}
