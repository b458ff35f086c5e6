package network.millrace.client.access;

import com.google.protobuf.ByteString;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.market.v1.ScreenedProvider;
import network.millrace.protocol.provider.v1.Fingerprint;
import network.millrace.protocol.provider.v1.Provider;

/**
 * Where a provider's door is and how it is recognised, as the ledger has it.
 *
 * @param validFromMs certificate fingerprint → from when it may be shown, ms since 1970
 */
public record DoorAddress(Address provider, URI endpoint, Map<Hash, Long> validFromMs) {
    /** @throws MalformedException when the endpoint is no https address or there is no fingerprint */
    public DoorAddress {
        validFromMs = Map.copyOf(validFromMs);
        if (!"https".equals(endpoint.getScheme()) || endpoint.getHost() == null) {
            throw new MalformedException("provider " + provider + " has registered the endpoint "
                    + MalformedException.quote(endpoint.toString()) + ", which is not https://host:port");
        }
        if (validFromMs.isEmpty()) {
            throw new MalformedException(
                    "provider " + provider + " has registered no certificate, so that nobody could" + " know its door");
        }
    }

    /** @throws MalformedException when the registration is not usable */
    public static DoorAddress of(Provider provider) {
        Map<Hash, Long> fingerprints = new LinkedHashMap<>();
        for (Fingerprint fingerprint : provider.getFingerprintsList()) {
            fingerprints.put(Hash.of(fingerprint.getSha256()), fingerprint.getValidFromMs());
        }
        return new DoorAddress(Address.parse(provider.getOwner()), uri(provider.getEndpoint()), fingerprints);
    }

    /** @throws MalformedException when the registration is not usable */
    public static DoorAddress of(ScreenedProvider provider) {
        Map<Hash, Long> fingerprints = new LinkedHashMap<>();
        List<ByteString> shown = provider.getFingerprintsList();
        shown.forEach(fingerprint -> fingerprints.put(Hash.of(fingerprint), 0L));
        return new DoorAddress(Address.parse(provider.getProvider()), uri(provider.getEndpoint()), fingerprints);
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException noUri) {
            throw new MalformedException(
                    "a door's endpoint is https://host:port; this is " + MalformedException.quote(text), noUri);
        }
    }

    /** The address of a path below the endpoint. */
    URI resolve(String path) {
        String base = endpoint.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }
}
