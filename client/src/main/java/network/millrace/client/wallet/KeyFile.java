package network.millrace.client.wallet;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.PublicKey;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One key as it lies in the keystore: JSON with the public part in the clear and the secret sealed. */
record KeyFile(StoredKey key, SealedSecret secret) {
    private static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Binds a sealed secret to its address, so that two files cannot be mixed. */
    static byte[] context(Address address) {
        return ("millrace key " + address).getBytes(StandardCharsets.US_ASCII);
    }

    String write() {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", VERSION);
        root.put("name", key.name().value());
        root.put("address", key.address().toString());
        root.put("public_key", key.publicKey().toString());
        root.put("locked", key.locked());
        root.putObject("kdf")
                .put("name", "scrypt")
                .put("n", secret.cost())
                .put("r", 8)
                .put("p", 1)
                .put("salt", base64(secret.salt()));
        root.putObject("cipher")
                .put("name", "aes-256-gcm")
                .put("nonce", base64(secret.nonce()))
                .put("sealed", base64(secret.sealed()));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    /** @throws KeystoreException when the text is no key file of a version this program knows */
    static KeyFile read(String text, String fileName) {
        try {
            JsonNode root = JSON.readTree(text);
            if (root.path("version").asInt(0) != VERSION) {
                throw new KeystoreException(
                        fileName + " is no key file of version " + VERSION + ": perhaps a newer program wrote it");
            }
            PublicKey publicKey =
                    PublicKey.of(HexFormat.of().parseHex(root.path("public_key").asString("")));
            StoredKey key = new StoredKey(
                    new KeyName(root.path("name").asString("")),
                    Address.parse(root.path("address").asString("")),
                    publicKey,
                    root.path("locked").asBoolean(true));
            if (!publicKey.address().equals(key.address())) {
                throw new KeystoreException(fileName + " is damaged: its address is not that of its public key");
            }
            SealedSecret secret = new SealedSecret(
                    root.path("kdf").path("n").asInt(0),
                    bytes(root.path("kdf").path("salt")),
                    bytes(root.path("cipher").path("nonce")),
                    bytes(root.path("cipher").path("sealed")));
            return new KeyFile(key, secret);
        } catch (JacksonException | MalformedException damaged) {
            throw new KeystoreException(fileName + " is no key file: " + damaged.getMessage(), damaged);
        } catch (IllegalArgumentException damaged) {
            throw new KeystoreException(fileName + " is damaged: a field is neither hexadecimal nor base64", damaged);
        }
    }

    private static String base64(ByteString bytes) {
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static ByteString bytes(JsonNode node) {
        return ByteString.copyFrom(Base64.getDecoder().decode(node.asString("")));
    }
}
