package network.millrace.ledger.kernel;

import java.util.List;
import network.millrace.ledger.state.Cell;
import network.millrace.ledger.state.Keyspace;
import network.millrace.protocol.ledger.v1.Clock;
import network.millrace.protocol.ledger.v1.KernelParams;
import network.millrace.protocol.ledger.v1.QueryClockRequest;
import network.millrace.protocol.ledger.v1.QueryParamsRequest;

/**
 * The kernel's own state and queries: the clock and the limits of the pipeline. Its genesis stands in fields of the
 * genesis itself.
 */
final class KernelModule implements LedgerModule {
    static final String NAME = "kernel";

    private final Keyspace keys = new Keyspace(1);
    private final ModuleParams<KernelParams> params =
            new ModuleParams<>(keys, KernelDefaults.PARAMS, KernelDefaults.bounds());
    private final Cell<Clock> clock = keys.cell(1, Clock.getDefaultInstance());
    private final KernelQueries queries;

    /** @param modules all modules, to answer what their parameters are; still being filled */
    KernelModule(List<ModuleRegistry> modules) {
        this.queries = new KernelQueries(params, modules);
    }

    ModuleParams<KernelParams> params() {
        return params;
    }

    Cell<Clock> clock() {
        return clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void register(ModuleRegistry registry) {
        registry.keys(keys);
        registry.errors(KernelError.values());
        registry.params(params);
        registry.query(QueryParamsRequest.getDefaultInstance(), queries::params);
        registry.query(QueryClockRequest.getDefaultInstance(), queries::clock);
    }
}
