package network.millrace.ledger.modules.provider;

import java.util.Optional;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.kernel.Rejection;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.provider.v1.Fingerprint;
import network.millrace.protocol.provider.v1.MsgRegisterProvider;
import network.millrace.protocol.provider.v1.MsgRegisterProviderResponse;
import network.millrace.protocol.provider.v1.MsgUpdateProvider;
import network.millrace.protocol.provider.v1.MsgUpdateProviderResponse;
import network.millrace.protocol.provider.v1.Provider;
import network.millrace.protocol.provider.v1.ProviderRegistered;
import network.millrace.protocol.provider.v1.ProviderUpdated;

/** One method a message. */
final class ProviderHandler {
    private final ProviderState state;
    private final Providers providers;

    ProviderHandler(ProviderState state, Providers providers) {
        this.state = state;
        this.providers = providers;
    }

    MsgRegisterProviderResponse register(MsgRegisterProvider message, Context context) {
        Address owner = Address.parse(message.getOwner());
        Rejection.unless(
                state.provider(context, owner).isEmpty(),
                ProviderError.ALREADY_REGISTERED,
                "%s is registered already; change the registration with an update",
                owner);
        Provider provider = Provider.newBuilder()
                .setOwner(message.getOwner())
                .setEndpoint(message.getEndpoint())
                .addAllAttributes(message.getAttributesList())
                .setCapacity(message.getCapacity())
                .addAllFingerprints(message.getFingerprintsList())
                .setInfo(message.getInfo())
                .setCountry(message.getCountry())
                .setRegion(message.getRegion())
                .setRegisteredHeight(context.height())
                .setRegisteredMs(context.timeMs())
                .build();
        check(context, owner, provider);
        state.save(context, provider);
        context.emit(ProviderRegistered.newBuilder()
                .setOwner(message.getOwner())
                .setEndpoint(message.getEndpoint())
                .build());
        return MsgRegisterProviderResponse.getDefaultInstance();
    }

    MsgUpdateProviderResponse update(MsgUpdateProvider message, Context context) {
        Address owner = Address.parse(message.getOwner());
        Optional<Provider> present = state.provider(context, owner);
        Rejection.unless(
                present.isPresent(), ProviderError.NOT_REGISTERED, "%s is not a provider: register first", owner);
        Provider proposed = present.orElseThrow().toBuilder()
                .setEndpoint(message.getEndpoint())
                .clearAttributes()
                .addAllAttributes(message.getAttributesList())
                .setCapacity(message.getCapacity())
                .clearFingerprints()
                .addAllFingerprints(message.getFingerprintsList())
                .setInfo(message.getInfo())
                .setCountry(message.getCountry())
                .setRegion(message.getRegion())
                .build();
        check(context, owner, proposed);
        providers.objection(context, owner, present.orElseThrow(), proposed).ifPresent(objection -> {
            throw new Rejection(ProviderError.IN_USE, objection);
        });
        state.save(context, proposed);
        context.emit(ProviderUpdated.newBuilder()
                .setOwner(message.getOwner())
                .setEndpoint(message.getEndpoint())
                .build());
        return MsgUpdateProviderResponse.getDefaultInstance();
    }

    private void check(Context context, Address owner, Provider provider) {
        Registrations.check(provider, state.params.get(context));
        for (Fingerprint fingerprint : provider.getFingerprintsList()) {
            Optional<Address> other =
                    state.ownerOf(context, fingerprint.getSha256()).filter(known -> !known.equals(owner));
            Rejection.unless(
                    other.isEmpty(),
                    ProviderError.FINGERPRINT_TAKEN,
                    "the certificate %s is registered by %s; a certificate belongs to one provider",
                    Hash.of(fingerprint.getSha256()).hex(),
                    other.map(Address::toString).orElse(""));
        }
    }
}
