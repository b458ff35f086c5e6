package network.millrace.client.sdl;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.manifest.v1.Manifest;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.ResourceUnit;

/** A document that is right: what it asks for and what it runs. */
public final class SdlDocument {
    private final List<GroupSpec> groups;
    private final Manifest manifest;
    private final List<SdlProblem> remarks;
    private final SortedMap<String, YamlValue> denoms;

    SdlDocument(
            List<GroupSpec> groups, Manifest manifest, List<SdlProblem> remarks, SortedMap<String, YamlValue> denoms) {
        this.groups = List.copyOf(groups);
        this.manifest = manifest;
        this.remarks = List.copyOf(remarks);
        this.denoms = new TreeMap<>(denoms);
    }

    /** The groups with the denominations of the document, as Akash builds them. */
    public List<GroupSpec> groups() {
        return groups;
    }

    /**
     * The groups as this network takes them.
     *
     * @throws SdlException when a price is in a denomination that leases cannot be priced in here
     */
    public List<GroupSpec> groups(Denominations denominations) throws SdlException {
        Problems problems = new Problems();
        denoms.forEach((denom, at) -> {
            if (denominations.find(denom).isEmpty()) {
                problems.add(at.at(denominations.refusal(denom)));
            }
        });
        problems.throwIfAny();
        List<GroupSpec> converted = new ArrayList<>();
        groups.forEach(group -> converted.add(convert(group, denominations)));
        return converted;
    }

    private static GroupSpec convert(GroupSpec group, Denominations denominations) {
        GroupSpec.Builder converted = group.toBuilder();
        for (ResourceUnit.Builder unit : converted.getResourcesBuilderList()) {
            denominations.find(unit.getPrice().getDenom()).ifPresent(unit.getPriceBuilder()::setDenom);
        }
        return converted.build();
    }

    public Manifest manifest() {
        return manifest;
    }

    /** The manifest as it goes to the provider: the bytes whose hash is on the ledger. */
    public byte[] canonicalJson() {
        return ManifestJson.write(manifest);
    }

    /** SHA-256 of the canonical JSON. */
    public Hash version() {
        return Hash.sha256(canonicalJson());
    }

    /** What is allowed, but perhaps not meant. */
    public List<SdlProblem> remarks() {
        return remarks;
    }
}
