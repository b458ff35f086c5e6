package network.millrace.agent.lease;

import network.millrace.protocol.manifest.v1.ManifestGroup;
import network.millrace.protocol.resources.v1.GroupSpec;

/** Reads a manifest's canonical JSON and finds the part of it that belongs to a group of the ledger. */
@FunctionalInterface
public interface ManifestReader {

    /** @throws ManifestRefusal when the text is no manifest, lacks the group, or asks for something else than the group does */
    ManifestGroup read(byte[] json, GroupSpec group) throws ManifestRefusal;
}
