package network.millrace.agent.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.PublicKey;

/**
 * Remembers keys, which never change once the ledger has them. That it has none is not remembered: an account's key comes with
 * its first transaction. Guarded by itself; the ledger is asked outside the lock.
 */
final class CachedKeys implements TenantKeys {

    private static final int MOST = 10_000;

    private final TenantKeys ledger;
    private final Map<Address, PublicKey> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Address, PublicKey> eldest) {
            return size() > MOST;
        }
    };

    CachedKeys(TenantKeys ledger) {
        this.ledger = ledger;
    }

    @Override
    public Optional<PublicKey> key(Address account) {
        synchronized (known) {
            PublicKey key = known.get(account);
            if (key != null) {
                return Optional.of(key);
            }
        }
        Optional<PublicKey> found = ledger.key(account);
        synchronized (known) {
            found.ifPresent(key -> known.put(account, key));
        }
        return found;
    }
}
