package network.millrace.ledger.kernel;

import com.google.protobuf.Message;
import java.util.Locale;
import network.millrace.ledger.state.Cell;
import network.millrace.ledger.state.Keyspace;
import network.millrace.ledger.state.Stateful;

/** A module's parameters in the state, at table 0 of its keyspace. Out of bounds they are refused. */
public final class ModuleParams<P extends Message> {
    /** The table number every module keeps for its parameters. */
    public static final int TABLE = 0;

    private final Cell<P> cell;
    private final P defaults;
    private final Bounds<P> bounds;

    public ModuleParams(Keyspace keys, P defaults, Bounds<P> bounds) {
        var broken = bounds.violations(defaults);
        if (!broken.isEmpty()) {
            throw new IllegalArgumentException("defaults break their own bounds: " + String.join("; ", broken));
        }
        this.cell = keys.cell(TABLE, defaults);
        this.defaults = defaults;
        this.bounds = bounds;
    }

    /** What a new network starts with. */
    public P defaults() {
        return defaults;
    }

    public P get(Stateful at) {
        return cell.get(at)
                .orElseThrow(() -> new IllegalStateException(String.format(
                        Locale.ROOT,
                        "expected parameters %s in the state, came none: load a genesis",
                        defaults.getDescriptorForType().getFullName())));
    }

    /** Sets them, or refuses with every bound that is broken. */
    public void set(Stateful at, P params) {
        var broken = bounds.violations(params);
        Rejection.unless(
                broken.isEmpty(),
                KernelError.PARAMETER_OUT_OF_BOUNDS,
                "%s: %s",
                params.getDescriptorForType().getFullName(),
                String.join("; ", broken));
        cell.put(at, params);
    }
}
