package network.millrace.ledger.modules.bank;

import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.kernel.Rejection;
import network.millrace.ledger.modules.accounts.Accounts;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.bank.v1.Transfer;
import network.millrace.protocol.cosmos.bank.v1beta1.MsgSend;
import network.millrace.protocol.cosmos.bank.v1beta1.MsgSendResponse;
import network.millrace.protocol.money.Coins;
import network.millrace.protocol.money.Money;

/** Executes the bank's messages. */
final class BankHandler {
    private final Bank bank;
    private final Accounts accounts;

    BankHandler(Bank bank, Accounts accounts) {
        this.bank = bank;
        this.accounts = accounts;
    }

    MsgSendResponse send(MsgSend message, Context context) {
        Address sender = address(message.getFromAddress());
        Address recipient = address(message.getToAddress());
        Rejection.unless(
                !accounts.isModuleAccount(recipient),
                BankError.RECIPIENT_MODULE,
                "%s belongs to a module; money reaches modules through their own messages",
                recipient);
        for (Money money : coins(message)) {
            bank.requireDenom(context, money.denom());
            bank.move(context, sender, recipient, money);
            context.emit(Transfer.newBuilder()
                    .setSender(message.getFromAddress())
                    .setRecipient(message.getToAddress())
                    .setAmount(money.toProto())
                    .build());
        }
        return MsgSendResponse.getDefaultInstance();
    }

    private static Address address(String text) {
        try {
            return Address.parse(text);
        } catch (MalformedException e) {
            throw new Rejection(BankError.ADDRESS_INVALID, e.getMessage());
        }
    }

    private static Coins coins(MsgSend message) {
        try {
            Coins coins = Coins.ofProto(message.getAmountList());
            Rejection.unless(
                    !coins.isEmpty(), BankError.COINS_INVALID, "a transfer has at least one coin; this has none");
            return coins;
        } catch (MalformedException e) {
            throw new Rejection(BankError.COINS_INVALID, e.getMessage());
        }
    }
}
