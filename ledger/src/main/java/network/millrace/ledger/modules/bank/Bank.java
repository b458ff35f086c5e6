package network.millrace.ledger.modules.bank;

import java.util.ArrayList;
import network.millrace.ledger.kernel.ModuleParams;
import network.millrace.ledger.kernel.Rejection;
import network.millrace.ledger.modules.accounts.Accounts;
import network.millrace.ledger.modules.bank.BankState.Holding;
import network.millrace.ledger.state.Stateful;
import network.millrace.ledger.state.Table.Place;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.bank.v1.Params;
import network.millrace.protocol.money.Amount;
import network.millrace.protocol.money.Coins;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;

/** What other modules may ask of the bank. */
public final class Bank {
    private final BankState state;
    private final ModuleParams<Params> params;
    private final Accounts accounts;

    Bank(BankState state, ModuleParams<Params> params, Accounts accounts) {
        this.state = state;
        this.params = params;
        this.accounts = accounts;
    }

    /** Zero when the address has none. */
    public Amount balance(Stateful at, Address address, Denom denom) {
        return state.balances.get(at, new Holding(address, denom)).orElse(Amount.ZERO);
    }

    /** Everything an address has. */
    public Coins balances(Stateful at, Address address) {
        var coins = new ArrayList<Money>();
        for (var row : state.balances.scan(at).prefix(key -> key.address(address))) {
            coins.add(new Money(row.key().denom(), row.value()));
        }
        coins.sort((a, b) -> a.denom().compareTo(b.denom()));
        return new Coins(coins);
    }

    public Amount supply(Stateful at, Denom denom) {
        return state.supply.get(at, denom).orElse(Amount.ZERO);
    }

    /** Refuses a denomination that does not exist here. */
    public void requireDenom(Stateful at, Denom denom) {
        var denoms = params.get(at).getDenomsList();
        Rejection.unless(
                denoms.contains(denom.value()),
                BankError.DENOM_UNKNOWN,
                "this network has the denominations %s; this is %s",
                denoms,
                denom);
    }

    /**
     * Moves money, which makes the recipient's account if it has none. Emits nothing: the caller knows what the movement
     * means and says so. Moving zero, or to the sender itself, changes nothing.
     *
     * @throws Rejection INSUFFICIENT_FUNDS when the sender has less
     */
    public void move(Stateful at, Address sender, Address recipient, Money money) {
        if (!tryMove(at, sender, recipient, money)) {
            Money balance = new Money(money.denom(), balance(at, sender, money.denom()));
            throw new Rejection(BankError.INSUFFICIENT_FUNDS, sender + " has " + balance + "; needed are " + money);
        }
    }

    /** As {@link #move}, for callers with a refusal of their own: false, and nothing has happened, when the sender has less. */
    public boolean tryMove(Stateful at, Address sender, Address recipient, Money money) {
        Place<Amount> from = place(at, sender, money.denom());
        Amount before = from.value().orElse(Amount.ZERO);
        if (!before.covers(money.amount())) {
            return false;
        }
        if (money.amount().isZero() || sender.equals(recipient)) {
            return true;
        }
        Amount rest = before.minus(money.amount());
        if (rest.isZero()) {
            from.remove();
        } else {
            from.put(rest);
        }
        add(at, recipient, money);
        return true;
    }

    /** Gives an address money that was not there before; only genesis does. */
    void issue(Stateful at, Address address, Money money) {
        state.supply.put(at, money.denom(), supply(at, money.denom()).plus(money.amount()));
        add(at, address, money);
    }

    /** Adds an amount above zero. */
    private void add(Stateful at, Address recipient, Money money) {
        Place<Amount> to = place(at, recipient, money.denom());
        to.put(to.value().orElse(Amount.ZERO).plus(money.amount()));
        accounts.ensure(at, recipient);
    }

    private Place<Amount> place(Stateful at, Address address, Denom denom) {
        return state.balances.place(at, new Holding(address, denom));
    }
}
