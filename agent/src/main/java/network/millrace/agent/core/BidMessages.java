package network.millrace.agent.core;

import java.nio.charset.StandardCharsets;
import java.util.List;
import network.millrace.agent.bidding.Offer;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.MsgCloseBid;
import network.millrace.protocol.market.v1.MsgCreateBid;
import network.millrace.protocol.market.v1.Params;
import network.millrace.protocol.market.v1.ResourceOffer;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.money.Price;

/** The messages a provider sends about orders. */
final class BidMessages {

    /** Longest reason that the ledger takes. */
    private static final int TEXT_BYTES_MAX = 200;

    private BidMessages() {}

    static MsgCreateBid create(Address provider, OrderId order, Offer offer, Params params) {
        return MsgCreateBid.newBuilder()
                .setProvider(provider.toString())
                .setOrder(order.toProto())
                .setPrice(offer.price().toProto())
                .addAllResourcesOffer(resources(offer))
                .setDeposit(deposit(offer.price(), params).toProto())
                .build();
    }

    static MsgCloseBid close(Address provider, OrderId order, CloseReason reason, String text) {
        return MsgCloseBid.newBuilder()
                .setProvider(provider.toString())
                .setOrder(order.toProto())
                .setReason(reason)
                .setText(shortened(text))
                .build();
    }

    private static String shortened(String text) {
        int end = text.length();
        while (text.substring(0, end).getBytes(StandardCharsets.UTF_8).length > TEXT_BYTES_MAX) {
            end--;
        }
        return text.substring(0, end);
    }

    /** Exactly what was asked for: a larger offer would promise more than is paid. */
    private static List<ResourceOffer> resources(Offer offer) {
        return offer.group().getResourcesList().stream()
                .map(unit -> ResourceOffer.newBuilder()
                        .setResource(unit.getResource())
                        .setCount(unit.getCount())
                        .build())
                .toList();
    }

    /** What the ledger asks for: some periods of the price, but at least the minimum. */
    private static Money deposit(Price price, Params params) {
        Money least = Money.of(params.getBidDepositMin());
        if (!least.denom().equals(price.denom())) {
            return least;
        }
        Money periods = price.costRoundedUp(Integer.toUnsignedLong(params.getBidDepositPeriods()));
        return periods.covers(least) ? periods : least;
    }
}
