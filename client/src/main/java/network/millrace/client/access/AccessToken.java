package network.millrace.client.access;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.crypto.PublicKey;
import network.millrace.protocol.crypto.Secp256k1;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON Web Tokens with which a tenant opens a provider's door: signed with the account's own key (ES256K), claims of AEP-64,
 * always granular: one provider, one deployment, at most five minutes. Tenant and provider use the same code.
 */
public final class AccessToken {
    /** Longest life of a token. */
    public static final Duration LIFE_MAX = Duration.ofMinutes(5);

    /** How far the clocks of tenant and provider may be apart. */
    public static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    private static final String ALGORITHM = "ES256K";
    private static final int LENGTH_MAX = 4096;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private AccessToken() {}

    /**
     * Makes a token that is valid from now on.
     *
     * @param id unlike that of any other token of this key
     * @throws IllegalArgumentException when the scopes are empty or the life is longer than {@link #LIFE_MAX}
     */
    public static String mint(
            PrivateKey key,
            Address provider,
            long dseq,
            Set<AccessScope> scopes,
            String id,
            Instant now,
            Duration life) {
        if (scopes.isEmpty() || life.compareTo(LIFE_MAX) > 0 || !life.isPositive()) {
            throw new IllegalArgumentException("a token needs a scope and a life of at most " + LIFE_MAX
                    + "; these are " + scopes + " and " + life);
        }
        String header = "{\"alg\":\"" + ALGORITHM + "\",\"typ\":\"JWT\"}";
        String payload = ClaimsJson.write(key.address(), provider, dseq, scopes, id, now, life);
        String signed = encode(header.getBytes(StandardCharsets.UTF_8)) + "."
                + encode(payload.getBytes(StandardCharsets.UTF_8));
        return signed + "." + encode(key.sign(digest(signed)));
    }

    /**
     * Who a token says has signed it, so that the key can be looked up; nothing is checked yet.
     *
     * @throws AccessDeniedException when the text is no token
     */
    public static Address issuer(String token) throws AccessDeniedException {
        return address(payload(parts(token)).path("iss"), "iss");
    }

    /**
     * Checks a token against the key that the ledger has for its issuer.
     *
     * @throws AccessDeniedException when it is not signed by that key, not valid now, or claims other than one deployment
     *     at one provider
     */
    public static AccessClaims verify(String token, PublicKey key, Instant now) throws AccessDeniedException {
        String[] parts = parts(token);
        checkAlgorithm(json(parts[0], "header"));
        JsonNode payload = payload(parts);
        Address issuer = address(payload.path("iss"), "iss");
        byte[] signature = bytes(parts[2], "signature");
        if (signature.length != Secp256k1.SIGNATURE_BYTES
                || !key.address().equals(issuer)
                || !key.verify(digest(parts[0] + "." + parts[1]), signature)) {
            throw new AccessDeniedException("the token is not signed by the key of " + issuer);
        }
        AccessClaims claims = ClaimsJson.read(payload, issuer);
        checkTimes(claims, now);
        return claims;
    }

    private static void checkAlgorithm(JsonNode header) throws AccessDeniedException {
        String algorithm = header.path("alg").asString("");
        if (!algorithm.equals(ALGORITHM)) {
            throw new AccessDeniedException("tokens must be signed with " + ALGORITHM + "; this one says "
                    + (algorithm.isEmpty() ? "nothing" : MalformedException.quote(algorithm)));
        }
        if (header.has("crit")) {
            throw new AccessDeniedException("the token asks for extensions (crit) that are not known here");
        }
    }

    private static void checkTimes(AccessClaims claims, Instant now) throws AccessDeniedException {
        if (claims.expires().isAfter(claims.issuedAt().plus(LIFE_MAX))) {
            throw new AccessDeniedException("the token is valid for longer than " + LIFE_MAX.toMinutes() + " minutes");
        }
        if (!claims.expires().isAfter(now.minus(CLOCK_SKEW))) {
            throw new AccessDeniedException("the token expired at " + claims.expires() + "; it is " + now + " here");
        }
        if (claims.notBefore().isAfter(now.plus(CLOCK_SKEW))
                || claims.issuedAt().isAfter(now.plus(CLOCK_SKEW))) {
            throw new AccessDeniedException(
                    "the token is valid from " + claims.notBefore() + " on; it is " + now + " here");
        }
    }

    private static String[] parts(String token) throws AccessDeniedException {
        String[] parts = token.length() > LENGTH_MAX ? new String[0] : token.split("\\.", -1);
        if (parts.length != 3) {
            throw new AccessDeniedException(
                    "a token is three parts with dots between them, at most " + LENGTH_MAX + " characters");
        }
        return parts;
    }

    private static JsonNode payload(String[] parts) throws AccessDeniedException {
        return json(parts[1], "payload");
    }

    private static JsonNode json(String part, String name) throws AccessDeniedException {
        try {
            JsonNode node = JSON.readTree(bytes(part, name));
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException notJson) {
            // Falls through to the sentence below.
        }
        throw new AccessDeniedException("the token's " + name + " is no JSON object");
    }

    private static byte[] bytes(String part, String name) throws AccessDeniedException {
        try {
            return Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException notBase64) {
            throw new AccessDeniedException("the token's " + name + " is not base64url");
        }
    }

    static Address address(JsonNode node, String name) throws AccessDeniedException {
        try {
            return Address.parse(node.asString(""));
        } catch (MalformedException noAddress) {
            throw new AccessDeniedException("the token's " + name + ": " + noAddress.getMessage());
        }
    }

    /** The token in an Authorization header; empty when the header holds none. */
    public static Optional<String> ofHeader(String authorization) {
        String scheme = "Bearer ";
        return authorization.regionMatches(true, 0, scheme, 0, scheme.length())
                ? Optional.of(authorization.substring(scheme.length()).strip())
                : Optional.empty();
    }

    private static byte[] digest(String signed) {
        return Hash.sha256(signed.getBytes(StandardCharsets.US_ASCII)).bytes();
    }

    private static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }
}
