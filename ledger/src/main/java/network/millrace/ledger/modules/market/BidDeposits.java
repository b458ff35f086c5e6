package network.millrace.ledger.modules.market;

import network.millrace.protocol.market.v1.Params;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.money.Price;

/**
 * What a bidder sets aside. It grows with the price, so that a place in the book costs in proportion to what it may win.
 * Where the order is priced in another denomination than deposits are made in, the two cannot be compared and the least
 * deposit is enough.
 */
final class BidDeposits {
    private BidDeposits() {}

    static Money least(Price price, Params params) {
        Money least = Money.of(params.getBidDepositMin());
        if (!price.denom().equals(least.denom())) {
            return least;
        }
        Money byPrice = price.costRoundedUp(params.getBidDepositPeriods());
        return byPrice.covers(least) ? byPrice : least;
    }
}
