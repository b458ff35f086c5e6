package network.millrace.agent.testkit;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import network.millrace.agent.bidding.Filters;
import network.millrace.agent.bidding.Offering;
import network.millrace.agent.bidding.Screening;
import network.millrace.agent.core.AgentIdentity;
import network.millrace.agent.core.AgentPolicy;
import network.millrace.agent.core.CoreLimits;
import network.millrace.agent.inventory.Allotment;
import network.millrace.agent.inventory.StorageKind;
import network.millrace.agent.lease.LeasePlan;
import network.millrace.agent.lease.LeaseTimings;
import network.millrace.agent.lease.ManifestGate;
import network.millrace.agent.lease.ManifestRefusal;
import network.millrace.agent.lease.WorkloadPlans;
import network.millrace.agent.pricing.Pricing;
import network.millrace.agent.pricing.Rates;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.manifest.v1.ManifestGroup;
import network.millrace.protocol.manifest.v1.Service;
import network.millrace.protocol.manifest.v1.ServiceExpose;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.resources.v1.Cpu;
import network.millrace.protocol.resources.v1.Endpoint;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.Memory;
import network.millrace.protocol.resources.v1.ResourceUnit;
import network.millrace.protocol.resources.v1.ResourceValue;
import network.millrace.protocol.resources.v1.Resources;
import network.millrace.protocol.resources.v1.Storage;

/** Small things that many tests need: two parties, a machine, a group, a manifest. */
public final class Fixtures {

    public static final String CHAIN = "millrace-test";
    public static final PrivateKey TENANT_KEY = key("tenant");
    public static final PrivateKey PROVIDER_KEY = key("provider");
    public static final AgentIdentity IDENTITY = new AgentIdentity(PROVIDER_KEY.address(), CHAIN);
    public static final long MIB = 1L << 20;

    private static final Denom DENOM = Denom.UUSD;

    private Fixtures() {}

    public static PrivateKey key(String name) {
        return PrivateKey.of(Hash.sha256(name.getBytes(StandardCharsets.UTF_8)).bytes());
    }

    public static OrderId order(long dseq) {
        return new OrderId(TENANT_KEY.address(), dseq, 1, 1);
    }

    /** A machine of 4 CPUs, 4 GiB memory and 40 GiB disk. */
    public static Allotment machine() {
        return amounts(4_000, 4_096, 40_960);
    }

    public static Allotment amounts(long cpuMillis, long memoryMib, long diskMib) {
        TreeMap<StorageKind, Long> storage = new TreeMap<>();
        storage.put(StorageKind.EPHEMERAL, diskMib * MIB);
        return new Allotment(cpuMillis, memoryMib * MIB, storage, new TreeMap<>(), 0, 0);
    }

    /** A group named web of one instance with one HTTP port. */
    public static GroupSpec group(long cpuMillis, long memoryMib) {
        Resources resources = resources(cpuMillis, memoryMib);
        return GroupSpec.newBuilder()
                .setName("web")
                .addResources(ResourceUnit.newBuilder()
                        .setResource(resources)
                        .setCount(1)
                        .setPrice(Price.ofWhole(DENOM, 1_000).toProto()))
                .build();
    }

    public static Resources resources(long cpuMillis, long memoryMib) {
        return Resources.newBuilder()
                .setId(1)
                .setCpu(Cpu.newBuilder().setUnits(value(cpuMillis)))
                .setMemory(Memory.newBuilder().setQuantity(value(memoryMib * MIB)))
                .addStorage(Storage.newBuilder().setName("default").setQuantity(value(512 * MIB)))
                .addEndpoints(Endpoint.newBuilder().setKind(Endpoint.Kind.SHARED_HTTP))
                .build();
    }

    public static ResourceValue value(long amount) {
        return ResourceValue.newBuilder()
                .setVal(ByteString.copyFromUtf8(Long.toString(amount)))
                .build();
    }

    /** The text of a pretended manifest: lines of {@code image} and then environment, read by {@link #readManifest}. */
    public static ByteString manifest(String image, String... environment) {
        return ByteString.copyFromUtf8(image + "\n" + String.join("\n", environment));
    }

    public static Hash hash(ByteString manifest) {
        return Hash.sha256(manifest.toByteArray());
    }

    static ManifestGroup readManifest(byte[] text, GroupSpec group) throws ManifestRefusal {
        String[] lines = new String(text, StandardCharsets.UTF_8).split("\n", -1);
        if (lines[0].equals("nonsense")) {
            throw new ManifestRefusal("this is no manifest");
        }
        Service.Builder service = Service.newBuilder()
                .setName("web")
                .setImage(lines[0])
                .setCount(1)
                .setResources(group.getResources(0).getResource());
        for (int i = 1; i < lines.length; i++) {
            if (lines[i].startsWith("port=")) {
                service.addExpose(expose(lines[i].substring(5)));
            } else if (!lines[i].isEmpty()) {
                service.addEnv(lines[i]);
            }
        }
        return ManifestGroup.newBuilder()
                .setName(group.getName())
                .addServices(service)
                .build();
    }

    private static ServiceExpose expose(String port) {
        boolean isGlobal = !port.startsWith("-");
        return ServiceExpose.newBuilder()
                .setPort(Math.abs(Integer.parseInt(port)))
                .setExternalPort(80)
                .setProto("TCP")
                .setGlobal(isGlobal)
                .build();
    }

    public static Rates rates() {
        Price zero = Price.zero(DENOM);
        return new Rates(
                DENOM,
                Price.ofWhole(DENOM, 10),
                Price.ofWhole(DENOM, 4),
                zero,
                zero,
                zero,
                zero,
                Price.ofWhole(DENOM, 1));
    }

    public static Screening screening(Filters filters) {
        Offering offering = new Offering(machine().toCapacity(), List.of(), "DE", "eu-west");
        return new Screening(offering, new Pricing(rates()), filters);
    }

    public static LeaseTimings timings() {
        return new LeaseTimings(
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                3,
                3,
                Duration.ofMinutes(5),
                Duration.ofSeconds(5),
                Duration.ofHours(1));
    }

    public static AgentPolicy policy() {
        return new AgentPolicy(
                screening(Filters.none()),
                new LeasePlan(timings()),
                new ManifestGate(Fixtures::readManifest, new WorkloadPlans(CHAIN, 256)),
                CoreLimits.standard());
    }
}
