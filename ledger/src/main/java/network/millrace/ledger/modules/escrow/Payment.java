package network.millrace.ledger.modules.escrow;

import network.millrace.protocol.money.Amount;

/** Money that went to a payee ({@code paid}, net) and to the treasury ({@code fee}), whole micro-units. */
public record Payment(Amount paid, Amount fee) {
    public static final Payment NOTHING = new Payment(Amount.ZERO, Amount.ZERO);
}
