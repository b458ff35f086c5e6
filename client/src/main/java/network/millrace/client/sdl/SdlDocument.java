package network.millrace.client.sdl;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.manifest.v1.Manifest;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.ResourceUnit;
import org.jspecify.annotations.Nullable;

/** A document that is right: what it asks for and what it runs. */
public final class SdlDocument {
    private final List<GroupSpec> groups;
    private final List<GroupsJson.Presence> presences;
    private final Manifest manifest;
    private final List<SdlProblem> remarks;
    private final SortedMap<String, SdlProblem> denoms;
    private final @Nullable Duration reclamationWindowOrNull;

    private SdlDocument(Plan plan, Source source, Problems problems) {
        this.groups = GroupSpecs.of(plan);
        this.presences = plan.groups().stream().map(Plan.Group::presence).toList();
        this.manifest = Manifests.of(plan);
        this.remarks = problems.remarks();
        this.denoms = denoms(plan);
        this.reclamationWindowOrNull = source.reclamationWindowOrNull();
    }

    static SdlDocument of(Plan plan, Source source, Problems problems) {
        return new SdlDocument(plan, source, problems);
    }

    /** Where each denomination stands first, for the refusal that a network may give. */
    private static SortedMap<String, SdlProblem> denoms(Plan plan) {
        SortedMap<String, SdlProblem> denoms = new TreeMap<>();
        plan.groups().stream().flatMap(group -> group.units().stream()).forEach(unit -> {
            String denom = unit.pricing().denom();
            denoms.putIfAbsent(denom, unit.pricing().at().at(denom, ""));
        });
        return denoms;
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
        List<SdlProblem> refused = new ArrayList<>();
        denoms.forEach((denom, at) -> {
            if (denominations.find(denom).isEmpty()) {
                refused.add(new SdlProblem(
                        at.line(), at.column(), at.path(), denominations.refusal(denom), denominations.hint()));
            }
        });
        if (!refused.isEmpty()) {
            throw new SdlException(refused, false);
        }
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

    /** The groups in Akash's JSON, without white space. */
    public String groupsJson() {
        return GroupsJson.plain(groups, presences);
    }

    /** What each group may cost at most, with the denominations of the document. */
    public List<GroupPrice> groupPrices() {
        return groups.stream().map(SdlDocument::price).toList();
    }

    /** All units of a group are priced in one denomination. */
    private static GroupPrice price(GroupSpec group) {
        BigInteger total = BigInteger.ZERO;
        for (ResourceUnit unit : group.getResourcesList()) {
            BigInteger count = BigInteger.valueOf(Integer.toUnsignedLong(unit.getCount()));
            total = total.add(new BigInteger(unit.getPrice().getAmount()).multiply(count));
        }
        return new GroupPrice(
                group.getName(),
                new BigDecimal(total, Price.DIGITS),
                group.getResources(0).getPrice().getDenom());
    }

    public Manifest manifest() {
        return manifest;
    }

    /** The manifest as it goes to the provider: the bytes whose hash is on the ledger. */
    public byte[] canonicalJson() {
        return ManifestJson.write(manifest);
    }

    /** The manifest for people and tools: fields in the order of Akash's types, without white space or needless escapes. */
    public String manifestJson() {
        return ManifestJson.plain(manifest);
    }

    /** SHA-256 of the canonical JSON. */
    public Hash version() {
        return Hash.sha256(canonicalJson());
    }

    /** What is allowed, but perhaps not meant. */
    public List<SdlProblem> remarks() {
        return remarks;
    }

    /** How long a provider must wait between announcing and ending a lease; empty without a reclamation block. */
    public Optional<Duration> reclamationWindow() {
        return Optional.ofNullable(reclamationWindowOrNull);
    }
}
