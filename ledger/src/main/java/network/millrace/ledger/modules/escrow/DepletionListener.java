package network.millrace.ledger.modules.escrow;

import network.millrace.ledger.kernel.Context;
import network.millrace.protocol.ids.DeploymentId;

/** Hears that an account ran dry. Escrow owns this, so that news can travel up to a module that escrow does not know. */
@FunctionalInterface
public interface DepletionListener {
    /** Its account is closed, its streams are paid; {@code bill} has the totals. Runs in a block hook and must not refuse. */
    void depleted(Context context, DeploymentId deployment, Bill bill);
}
