package network.millrace.ledger.modules.provider;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import network.millrace.ledger.kernel.ModuleParams;
import network.millrace.ledger.state.KeyCodec;
import network.millrace.ledger.state.Keyspace;
import network.millrace.ledger.state.Scan;
import network.millrace.ledger.state.Stateful;
import network.millrace.ledger.state.Table;
import network.millrace.ledger.state.ValueCodec;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.provider.v1.Fingerprint;
import network.millrace.protocol.provider.v1.Params;
import network.millrace.protocol.provider.v1.Provider;

/** The tables of the provider module: the only file that knows its keys. */
final class ProviderState {
    private static final int MODULE = 6;

    private static final KeyCodec<ByteString> FINGERPRINTS =
            KeyCodec.of((key, out) -> out.raw(key.toByteArray()), in -> ByteString.copyFrom(in.raw()));

    private static final ValueCodec<Address> OWNERS = new ValueCodec<>() {
        @Override
        public byte[] encode(Address owner) {
            return owner.bytes();
        }

        @Override
        public Address decode(byte[] bytes) {
            return Address.of(bytes);
        }
    };

    final Keyspace keys = new Keyspace(MODULE);
    final ModuleParams<Params> params = ProviderParams.in(keys);

    private final Table<Address, Provider> providers = keys.table(1, KeyCodec.ADDRESS, Provider.getDefaultInstance());

    /** Who has registered a certificate. */
    private final Table<ByteString, Address> owners = keys.table(2, FINGERPRINTS, OWNERS);

    Optional<Provider> provider(Stateful at, Address owner) {
        return providers.get(at, owner);
    }

    Scan<Address, Provider> providers(Stateful at) {
        return providers.scan(at);
    }

    Optional<Address> ownerOf(Stateful at, ByteString fingerprint) {
        return owners.get(at, fingerprint);
    }

    /** Saves a registration; its certificates become its own, those it no longer names become free. */
    void save(Stateful at, Provider provider) {
        Address owner = Address.parse(provider.getOwner());
        for (Fingerprint before :
                provider(at, owner).map(Provider::getFingerprintsList).orElseGet(List::of)) {
            owners.remove(at, before.getSha256());
        }
        for (Fingerprint fingerprint : provider.getFingerprintsList()) {
            owners.put(at, fingerprint.getSha256(), owner);
        }
        providers.put(at, owner, provider);
    }
}
