package network.millrace.ledger.modules.escrow;

import network.millrace.ledger.kernel.Context;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.escrow.v1.MsgDeposit;
import network.millrace.protocol.escrow.v1.MsgDepositResponse;
import network.millrace.protocol.money.Money;

/** One method a message. */
final class EscrowHandler {
    private final Escrow escrow;

    EscrowHandler(Escrow escrow) {
        this.escrow = escrow;
    }

    MsgDepositResponse deposit(MsgDeposit message, Context context) {
        long depletionMs = escrow.deposit(
                context,
                EscrowId.of(message.getAccount()),
                Address.parse(message.getDepositor()),
                Money.of(message.getAmount()));
        return MsgDepositResponse.newBuilder().setDepletionMs(depletionMs).build();
    }
}
