package network.millrace.ledger.modules.fees;

import java.math.BigInteger;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.kernel.FeeCollector;
import network.millrace.ledger.kernel.KernelError;
import network.millrace.ledger.kernel.ModuleParams;
import network.millrace.ledger.kernel.Rejection;
import network.millrace.ledger.modules.bank.Bank;
import network.millrace.ledger.state.Stateful;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.cosmos.tx.v1beta1.Fee;
import network.millrace.protocol.fees.v1.FeePaid;
import network.millrace.protocol.fees.v1.Params;
import network.millrace.protocol.money.Amount;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;

/** Takes fees, for the pipeline and for other modules. */
public final class Fees implements FeeCollector {
    private final ModuleParams<Params> params;
    private final Bank bank;
    private final Address treasury;

    Fees(ModuleParams<Params> params, Bank bank, Address treasury) {
        this.params = params;
        this.bank = bank;
        this.treasury = treasury;
    }

    /** Where fees and forfeited deposits go. */
    public Address treasury() {
        return treasury;
    }

    /**
     * The treasury's share of what a lease pays.
     *
     * @param remainder of the split before, 0 at first
     */
    public Split split(Stateful at, Amount payment, long remainder) {
        long basisPoints = params.get(at).getLeaseFeeBasisPoints();
        BigInteger[] share = payment.value()
                .multiply(BigInteger.valueOf(basisPoints))
                .add(BigInteger.valueOf(remainder))
                .divideAndRemainder(BigInteger.valueOf(FeesParams.BASIS_POINTS));
        Amount fee = new Amount(share[0]).min(payment);
        return new Split(payment.minus(fee), fee, share[1].longValueExact());
    }

    /** Moves money to the treasury and says so; nothing happens for zero. */
    public void charge(Context context, Address payer, Money money) {
        if (money.amount().isZero()) {
            return;
        }
        bank.move(context, payer, treasury, money);
        context.emit(paid(payer, money));
    }

    /** Whether {@link #charge} would be paid now. */
    public boolean canPay(Stateful at, Address payer, Money money) {
        return bank.balance(at, payer, money.denom()).covers(money.amount());
    }

    private static FeePaid paid(Address payer, Money money) {
        return FeePaid.newBuilder()
                .setPayer(payer.toString())
                .setAmount(money.toProto())
                .build();
    }

    @Override
    public void collect(Context context, Address payer, Fee fee) {
        Params limits = params.get(context);
        Money offered = offered(fee, limits);
        BigInteger cost = cost(fee.getGasLimit(), limits);
        if (offered.amount().value().multiply(FeesParams.PRICE_SCALE).compareTo(cost) < 0) {
            throw new Rejection(
                    KernelError.FEE_TOO_LOW,
                    fee.getGasLimit() + " gas cost at least " + roundedUp(cost) + limits.getFeeDenom() + "; the fee is "
                            + offered);
        }
        if (!bank.tryMove(context, payer, treasury, offered)) {
            Money balance = new Money(offered.denom(), bank.balance(context, payer, offered.denom()));
            throw new Rejection(KernelError.FEE_UNPAYABLE, payer + " has " + balance + "; the fee is " + offered);
        }
        if (offered.amount().isPositive()) {
            context.emit(paid(payer, offered));
        }
    }

    private static Money offered(Fee fee, Params limits) {
        if (fee.getAmountCount() == 0) {
            return Money.zero(new Denom(limits.getFeeDenom()));
        }
        Rejection.unless(
                fee.getAmountCount() == 1 && fee.getAmount(0).getDenom().equals(limits.getFeeDenom()),
                KernelError.FEE_FORM,
                "a fee is one coin in %s; this has %d, the first in \"%s\"",
                limits.getFeeDenom(),
                fee.getAmountCount(),
                fee.getAmount(0).getDenom());
        try {
            return Money.of(fee.getAmount(0));
        } catch (MalformedException e) {
            throw new Rejection(KernelError.FEE_FORM, e.getMessage());
        }
    }

    /** Gas times price, in the parts of a micro-unit that prices are given in. */
    private static BigInteger cost(long gas, Params limits) {
        return Amount.parse(limits.getMinGasPrice()).value().multiply(BigInteger.valueOf(gas));
    }

    private static Amount roundedUp(BigInteger cost) {
        BigInteger[] whole = cost.divideAndRemainder(FeesParams.PRICE_SCALE);
        return new Amount(whole[1].signum() > 0 ? whole[0].add(BigInteger.ONE) : whole[0]);
    }
}
