package network.millrace.client.sdl;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import network.millrace.protocol.resources.v1.Attribute;
import org.jspecify.annotations.Nullable;

/**
 * A document as it was written, with types. Maps are sorted by name, because groups and manifests are built in that order.
 * {@code at} is where a part stands, for problems that are found later.
 */
record Source(
        YamlValue at,
        Version version,
        SortedMap<String, Service> services,
        SortedMap<String, Compute> computes,
        SortedMap<String, Placement> placements,
        SortedMap<String, SortedMap<String, Target>> deployment,
        SortedMap<String, YamlValue> endpoints,
        @Nullable Duration reclamationWindowOrNull) {

    /** Which rules hold; 2.0 and 2.1 differ in how storage is checked. */
    enum Version {
        V2_0,
        V2_1
    }

    record Service(
            YamlValue at,
            String image,
            Words command,
            Words args,
            Words env,
            List<Expose> exposes,
            @Nullable Params paramsOrNull,
            @Nullable Credentials credentialsOrNull) {

        Optional<Params> params() {
            return Optional.ofNullable(paramsOrNull);
        }

        Optional<Credentials> credentials() {
            return Optional.ofNullable(credentialsOrNull);
        }
    }

    /** A list of texts that may be absent, which is not the same as empty: the hash depends on it. */
    record Words(YamlValue at, boolean present, List<String> list) {}

    /** @param externalPort 0 = the same as port */
    record Expose(
            YamlValue at,
            long port,
            long externalPort,
            Protocol protocol,
            List<String> hosts,
            List<Recipient> recipients,
            HttpSettings http) {}

    enum Protocol {
        TCP,
        UDP
    }

    /** @param ip name of an endpoint; "" = none */
    record Recipient(YamlValue at, String service, boolean global, String ip) {}

    /** Times in ms, sizes in bytes, defaults filled in. */
    record HttpSettings(
            long maxBodySize,
            long readTimeout,
            long sendTimeout,
            long nextTries,
            long nextTimeout,
            List<String> nextCases,
            long proxyBufferSize) {
        static final HttpSettings DEFAULT =
                new HttpSettings(1 << 20, 60_000, 60_000, 3, 0, List.of("error", "timeout"), 0);
    }

    /** @param readOrNull what the service may read of its deployment; null without a permissions block */
    record Params(
            YamlValue at,
            SortedMap<String, Mount> mounts,
            @Nullable List<String> readOrNull,
            String tee) {

        Optional<List<String>> read() {
            return Optional.ofNullable(readOrNull);
        }
    }

    record Mount(YamlValue at, String path, boolean readOnly) {}

    record Credentials(String host, String email, String username, String password) {}

    /** @param hasResources false when the block is missing */
    record Compute(
            YamlValue at,
            boolean hasResources,
            Quantity cpuMillis,
            List<Attribute> cpuAttributes,
            Quantity memoryBytes,
            List<Volume> volumes,
            Quantity gpus,
            List<Attribute> gpuAttributes) {}

    record Quantity(YamlValue at, long value) {}

    record Volume(YamlValue at, String name, Quantity bytes, List<Attribute> attributes) {
        String attribute(String key) {
            return attributes.stream()
                    .filter(attribute -> attribute.getKey().equals(key))
                    .map(Attribute::getValue)
                    .findFirst()
                    .orElse("");
        }

        boolean isPersistent() {
            return attribute("persistent").equals("true");
        }
    }

    record Placement(
            YamlValue at,
            boolean hasAttributes,
            List<Attribute> attributes,
            Words allOf,
            Words anyOf,
            SortedMap<String, Pricing> pricing) {}

    record Pricing(YamlValue at, String denom, BigDecimal amount) {}

    /** What a service runs with in one placement. */
    record Target(YamlValue at, String profile, long count) {}
}
