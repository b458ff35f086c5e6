package network.millrace.ledger.modules.provider;

import network.millrace.ledger.kernel.Bounds;
import network.millrace.ledger.kernel.ModuleParams;
import network.millrace.ledger.state.Keyspace;
import network.millrace.protocol.provider.v1.Params;

/** Defaults and bounds. */
final class ProviderParams {
    private static final Params DEFAULTS = Params.newBuilder()
            .setMaxAttributes(100)
            .setMaxFingerprints(2)
            .setMaxTextBytes(256)
            .build();

    private ProviderParams() {}

    static ModuleParams<Params> in(Keyspace keys) {
        return new ModuleParams<>(
                keys,
                DEFAULTS,
                Bounds.of(Params.getDefaultInstance())
                        .between("max_attributes", 1, 1_000)
                        .between("max_fingerprints", 1, 4)
                        .between("max_text_bytes", 64, 4_096));
    }
}
