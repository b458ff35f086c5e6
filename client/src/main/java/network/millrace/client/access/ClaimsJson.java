package network.millrace.client.access;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ids.DeploymentId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The payload of a token, in the form of AEP-64 version v1. */
final class ClaimsJson {
    private static final String VERSION = "v1";
    private static final String GRANULAR = "granular";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ClaimsJson() {}

    static String write(
            Address issuer,
            Address provider,
            long dseq,
            Set<AccessScope> scopes,
            String id,
            Instant now,
            Duration life) {
        ObjectNode root = JSON.createObjectNode();
        root.put("iss", issuer.toString());
        root.put("iat", now.getEpochSecond());
        root.put("nbf", now.getEpochSecond());
        root.put("exp", now.plus(life).getEpochSecond());
        root.put("jti", id);
        root.put("version", VERSION);
        ObjectNode leases = root.putObject("leases").put("access", GRANULAR);
        ObjectNode permission = leases.putArray("permissions").addObject();
        permission.put("provider", provider.toString()).put("access", GRANULAR);
        ObjectNode deployment = permission.putArray("deployments").addObject();
        deployment.put("dseq", new BigInteger(Long.toUnsignedString(dseq)));
        ArrayNode list = deployment.putArray("scope");
        new TreeSet<>(scopes).forEach(scope -> list.add(scope.toString()));
        return JSON.writeValueAsString(root);
    }

    static AccessClaims read(JsonNode root, Address issuer) throws AccessDeniedException {
        expect(root.path("version").asString("").equals(VERSION), "version must be " + VERSION);
        String id = root.path("jti").asString("");
        expect(!id.isEmpty() && id.length() <= 64, "jti must be 1 to 64 characters");
        JsonNode leases = root.path("leases");
        expect(leases.path("access").asString("").equals(GRANULAR), "leases.access must be " + GRANULAR);
        JsonNode permission = only(leases.path("permissions"), "leases.permissions must name one provider");
        expect(permission.path("access").asString("").equals(GRANULAR), "the permission's access must be " + GRANULAR);
        JsonNode deployment = only(permission.path("deployments"), "the permission must name one deployment");
        return new AccessClaims(
                id,
                AccessToken.address(permission.path("provider"), "provider"),
                deployment(issuer, deployment.path("dseq")),
                scopes(deployment.path("scope")),
                time(root.path("iat"), "iat"),
                time(root.path("nbf"), "nbf"),
                time(root.path("exp"), "exp"));
    }

    private static JsonNode only(JsonNode list, String otherwise) throws AccessDeniedException {
        expect(list.isArray() && list.size() == 1, otherwise);
        return list.get(0);
    }

    /** AEP-64 writes a number; text is taken too, because numbers beyond 2^53 do not survive every JSON library. */
    private static DeploymentId deployment(Address issuer, JsonNode dseq) throws AccessDeniedException {
        expect(dseq.isIntegralNumber() || dseq.isString(), "the permission's deployment must have a dseq");
        try {
            return DeploymentId.parse(issuer + "/" + dseq.asString());
        } catch (MalformedException noNumber) {
            throw new AccessDeniedException("the permission's deployment: " + noNumber.getMessage());
        }
    }

    private static Set<AccessScope> scopes(JsonNode list) throws AccessDeniedException {
        expect(list.isArray() && !list.isEmpty(), "the permission's deployment must list its scope");
        EnumSet<AccessScope> scopes = EnumSet.noneOf(AccessScope.class);
        for (JsonNode scope : list) {
            scopes.add(AccessScope.find(scope.asString(""))
                    .orElseThrow(() -> new AccessDeniedException("the token claims a scope that is not known here: "
                            + MalformedException.quote(scope.asString("")))));
        }
        return scopes;
    }

    private static Instant time(JsonNode node, String name) throws AccessDeniedException {
        expect(
                node.isIntegralNumber() && node.canConvertToLong(),
                name + " must be a time in whole seconds since 1970");
        long seconds = node.asLong();
        expect(seconds >= 0 && seconds < 1L << 40, name + " must be a time in whole seconds since 1970");
        return Instant.ofEpochSecond(seconds);
    }

    private static void expect(boolean fact, String otherwise) throws AccessDeniedException {
        if (!fact) {
            throw new AccessDeniedException("the token's claims: " + otherwise);
        }
    }
}
