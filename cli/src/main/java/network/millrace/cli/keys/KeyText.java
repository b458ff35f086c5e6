package network.millrace.cli.keys;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import network.millrace.client.wallet.StoredKey;

/** What may be told of a key. */
final class KeyText {
    private KeyText() {}

    static Map<String, Object> facts(StoredKey key) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", key.name().value());
        facts.put("address", key.address().toString());
        facts.put("public_key", HexFormat.of().formatHex(key.publicKey().bytes()));
        facts.put("locked", key.locked());
        return facts;
    }
}
