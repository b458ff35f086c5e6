package network.millrace.ledger.modules.provider;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.millrace.ledger.kernel.Rejection;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.matching.StorageKind;
import network.millrace.protocol.provider.v1.Fingerprint;
import network.millrace.protocol.provider.v1.Params;
import network.millrace.protocol.provider.v1.Provider;
import network.millrace.protocol.resources.v1.Attribute;
import network.millrace.protocol.resources.v1.Capacity;
import network.millrace.protocol.resources.v1.GpuCapacity;
import network.millrace.protocol.resources.v1.StorageCapacity;

/** What a registration must be. Pure: each check throws a {@link Rejection} that names what came. */
final class Registrations {
    /** Akash's rule, without the glob that only requirements may have. */
    private static final Pattern ATTRIBUTE_KEY = Pattern.compile("[a-zA-Z][\\w/.\\-]{1,126}");

    /** Labels of a host name, or an IPv6 address in brackets; then maybe a port. */
    private static final Pattern ENDPOINT = Pattern.compile("https://(?:"
            + "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*"
            + "|\\[[0-9a-fA-F:.]{2,45}])(?::(?<port>[0-9]{1,5}))?/?");

    private static final String PORT = "port";
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final int HIGHEST_PORT = 65_535;
    private static final int CAPACITY_ENTRIES_MAX = 64;

    private Registrations() {}

    static void check(Provider provider, Params params) {
        checkEndpoint(provider.getEndpoint(), params);
        checkFingerprints(provider.getFingerprintsList(), params);
        checkAttributes(provider.getAttributesList(), params);
        checkPlace(provider, params);
        checkText("info.email", provider.getInfo().getEmail(), params);
        checkText("info.website", provider.getInfo().getWebsite(), params);
        checkText("info.name", provider.getInfo().getName(), params);
        checkCapacity(provider.getCapacity(), params);
    }

    private static void checkEndpoint(String endpoint, Params params) {
        checkText("endpoint", endpoint, params);
        Matcher url = ENDPOINT.matcher(endpoint);
        boolean valid = url.matches() && (url.group(PORT) == null || isPort(url.group(PORT)));
        Rejection.unless(
                valid,
                ProviderError.BAD_ENDPOINT,
                "an endpoint is an https URL of host and port, such as https://provider.example:8443; this is %s",
                MalformedException.quote(endpoint));
    }

    private static boolean isPort(String digits) {
        int port = Integer.parseInt(digits);
        return port >= 1 && port <= HIGHEST_PORT;
    }

    private static void checkFingerprints(List<Fingerprint> fingerprints, Params params) {
        Rejection.unless(
                !fingerprints.isEmpty() && fingerprints.size() <= params.getMaxFingerprints(),
                ProviderError.BAD_FINGERPRINT,
                "a provider registers 1 to %s certificate fingerprints; came %s",
                params.getMaxFingerprints(),
                fingerprints.size());
        var seen = new TreeSet<Hash>();
        for (Fingerprint fingerprint : fingerprints) {
            Rejection.unless(
                    fingerprint.getSha256().size() == Hash.BYTES,
                    ProviderError.BAD_FINGERPRINT,
                    "a fingerprint is the SHA-256 of a certificate, 32 bytes; this has %s",
                    fingerprint.getSha256().size());
            Rejection.unless(
                    seen.add(Hash.of(fingerprint.getSha256())),
                    ProviderError.BAD_FINGERPRINT,
                    "the fingerprint %s is listed twice",
                    Hash.of(fingerprint.getSha256()).hex());
            Rejection.unless(
                    fingerprint.getValidFromMs() >= 0,
                    ProviderError.BAD_FINGERPRINT,
                    "valid_from_ms is a time since 1970; came %s",
                    fingerprint.getValidFromMs());
        }
    }

    private static void checkAttributes(List<Attribute> attributes, Params params) {
        Rejection.unless(
                attributes.size() <= params.getMaxAttributes(),
                ProviderError.BAD_ATTRIBUTE,
                "a provider has at most %s attributes; came %s",
                params.getMaxAttributes(),
                attributes.size());
        var seen = new TreeSet<String>();
        for (Attribute attribute : attributes) {
            Rejection.unless(
                    ATTRIBUTE_KEY.matcher(attribute.getKey()).matches(),
                    ProviderError.BAD_ATTRIBUTE,
                    "an attribute's key is a letter followed by 1 to 126 letters, digits or _ / . -; this is %s",
                    MalformedException.quote(attribute.getKey()));
            Rejection.unless(
                    seen.add(attribute.getKey()),
                    ProviderError.BAD_ATTRIBUTE,
                    "the attribute %s is listed twice",
                    attribute.getKey());
            checkText("attribute " + attribute.getKey(), attribute.getValue(), params);
        }
    }

    private static void checkPlace(Provider provider, Params params) {
        Rejection.unless(
                provider.getCountry().isEmpty()
                        || COUNTRY.matcher(provider.getCountry()).matches(),
                ProviderError.BAD_PLACE,
                "a country is two capital letters of ISO 3166-1, such as DE, or empty; this is %s",
                MalformedException.quote(provider.getCountry()));
        checkText("region", provider.getRegion(), params);
    }

    private static void checkCapacity(Capacity capacity, Params params) {
        Rejection.unless(
                capacity.getCpuMillis() > 0 && capacity.getMemoryBytes() > 0,
                ProviderError.BAD_CAPACITY,
                "a provider has more than no CPU and no memory; came %s milli-cores and %s bytes",
                Long.toUnsignedString(capacity.getCpuMillis()),
                Long.toUnsignedString(capacity.getMemoryBytes()));
        Rejection.unless(
                capacity.getStorageCount() <= CAPACITY_ENTRIES_MAX && capacity.getGpusCount() <= CAPACITY_ENTRIES_MAX,
                ProviderError.BAD_CAPACITY,
                "at most %s kinds of storage and of GPU can be listed; came %s and %s",
                CAPACITY_ENTRIES_MAX,
                capacity.getStorageCount(),
                capacity.getGpusCount());
        var sums = new TreeMap<StorageKind, Long>();
        for (StorageCapacity storage : capacity.getStorageList()) {
            checkText("storage class", storage.getClass_(), params);
            Rejection.unless(
                    storage.getBytes() > 0,
                    ProviderError.BAD_CAPACITY,
                    "storage of class \"%s\" must have bytes from 1 to 2^63 - 1; came %s",
                    storage.getClass_(),
                    Long.toUnsignedString(storage.getBytes()));
            long sum = sums.merge(StorageKind.of(storage), storage.getBytes(), Long::sum);
            Rejection.unless(
                    sum > 0,
                    ProviderError.BAD_CAPACITY,
                    "the entries of storage class \"%s\" add up to more than 2^63 - 1 bytes",
                    storage.getClass_());
        }
        for (GpuCapacity gpu : capacity.getGpusList()) {
            checkGpu(gpu, params);
        }
    }

    private static void checkGpu(GpuCapacity gpu, Params params) {
        checkText("GPU vendor", gpu.getVendor(), params);
        checkText("GPU model", gpu.getModel(), params);
        checkText("GPU interface", gpu.getInterface(), params);
        Rejection.unless(
                !gpu.getVendor().isEmpty() && !gpu.getModel().isEmpty() && gpu.getCount() > 0,
                ProviderError.BAD_CAPACITY,
                "a GPU entry names vendor, model and a count above 0; came %s, %s and %s",
                MalformedException.quote(gpu.getVendor()),
                MalformedException.quote(gpu.getModel()),
                Integer.toUnsignedString(gpu.getCount()));
    }

    private static void checkText(String field, String text, Params params) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        Rejection.unless(
                bytes <= params.getMaxTextBytes(),
                ProviderError.BAD_TEXT,
                "%s may have %s bytes; it has %s",
                field,
                params.getMaxTextBytes(),
                bytes);
        Rejection.unless(
                text.chars().noneMatch(Character::isISOControl),
                ProviderError.BAD_TEXT,
                "%s must not hold control characters",
                field);
    }
}
