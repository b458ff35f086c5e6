package network.millrace.client.sdl;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import network.millrace.protocol.resources.v1.Attribute;
import org.jspecify.annotations.Nullable;

/**
 * A document as it was written, with types. Maps are sorted by name, because groups and manifests are built in that order.
 * {@code at} is where a part stands, for problems that are found later. What could not be read is empty or
 * {@link YamlValue#UNREAD}; its problem is known.
 */
record Source(
        YamlValue at,
        Version version,
        SortedMap<String, Service> services,
        SortedMap<String, Compute> computes,
        SortedMap<String, Placement> placements,
        SortedMap<String, SortedMap<String, Target>> deployment,
        SortedMap<String, Text> endpoints,
        @Nullable Duration reclamationWindowOrNull) {

    /** Which rules hold; 2.0 and 2.1 differ in how storage is checked and in what services share. */
    enum Version {
        V2_0,
        V2_1
    }

    /** A text and where it stands, or should stand. */
    record Text(YamlValue at, String value) {
        boolean isEmpty() {
            return value.isEmpty();
        }
    }

    /** A number and where it stands, or should stand. */
    record Quantity(YamlValue at, long value) {
        boolean isRead() {
            return value != YamlValue.UNREAD;
        }
    }

    /**
     * A list of texts that may be absent, which is not the same as empty: the hash depends on it.
     *
     * @param places where each of them stands
     */
    record Words(YamlValue at, boolean present, List<String> list, List<YamlValue> places) {
        static Words of(YamlValue at) {
            List<YamlValue> places = at.elements();
            return new Words(at, true, places.stream().map(YamlValue::text).toList(), places);
        }

        /** @param at where they would stand */
        static Words absent(YamlValue at) {
            return new Words(at, false, List.of(), List.of());
        }

        /** Each with its place. */
        void forEach(BiConsumer<YamlValue, String> check) {
            for (int i = 0; i < list.size(); i++) {
                check.accept(places.get(i), list.get(i));
            }
        }
    }

    record Service(
            YamlValue at,
            Text image,
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

        /** "" = none. */
        String tee() {
            return params().map(params -> params.tee().value()).orElse("");
        }
    }

    /** @param externalPort 0 = the same as port */
    record Expose(
            YamlValue at,
            Quantity port,
            Quantity externalPort,
            Text protocol,
            Words hosts,
            List<Recipient> recipients,
            HttpOptions http) {
        private static final String TCP = "TCP";

        /** In the one spelling that groups and manifests have; no protocol is TCP. */
        String protocolName() {
            return protocol.isEmpty() ? TCP : protocol.value().toUpperCase(Locale.ROOT);
        }

        boolean isTcp() {
            return protocolName().equals(TCP);
        }
    }

    /** @param ip name of an endpoint; "" = none */
    record Recipient(YamlValue at, Text service, boolean global, Text ip) {}

    /** Times in ms, sizes in bytes; 0 and no cases stand for the defaults. */
    record HttpOptions(
            Quantity maxBodySize,
            Quantity readTimeout,
            Quantity sendTimeout,
            Quantity nextTries,
            Quantity nextTimeout,
            Words nextCases,
            Quantity proxyBufferSize) {}

    /** @param readOrNull what the service may read of its deployment; null without a permissions block */
    record Params(
            YamlValue at,
            SortedMap<String, Mount> mounts,
            @Nullable Words readOrNull,
            Text tee) {

        Optional<Words> read() {
            return Optional.ofNullable(readOrNull);
        }
    }

    record Mount(YamlValue at, Text path, boolean readOnly) {}

    record Credentials(YamlValue at, String host, String email, String username, String password) {}

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

    record Volume(YamlValue at, String name, Quantity bytes, List<Attribute> attributes) {
        static final String PERSISTENT = "persistent";
        static final String CLASS = "class";
        static final String CLASS_RAM = "ram";

        /** "" = none. */
        String attribute(String key) {
            return attributes.stream()
                    .filter(attribute -> attribute.getKey().equals(key))
                    .map(Attribute::getValue)
                    .findFirst()
                    .orElse("");
        }

        boolean isPersistent() {
            return attribute(PERSISTENT).equals("true");
        }

        boolean isRam() {
            return attribute(CLASS).equals(CLASS_RAM);
        }
    }

    record Placement(
            YamlValue at, List<Attribute> attributes, Words allOf, Words anyOf, SortedMap<String, Pricing> pricing) {}

    /** @param amount 0 when it could not be read */
    record Pricing(YamlValue at, String denom, BigDecimal amount) {}

    /** What a service runs with in one placement. */
    record Target(YamlValue at, Text profile, Quantity count) {}
}
