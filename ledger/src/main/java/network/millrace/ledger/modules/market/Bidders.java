package network.millrace.ledger.modules.market;

import java.util.List;
import java.util.Optional;
import network.millrace.ledger.kernel.Context;
import network.millrace.ledger.modules.provider.Providers;
import network.millrace.ledger.modules.reputation.Reputation;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.ids.BidId;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.market.v1.Params;
import network.millrace.protocol.matching.HardwareMatch;
import network.millrace.protocol.matching.Matching;
import network.millrace.protocol.money.Price;
import network.millrace.protocol.provider.v1.Provider;
import network.millrace.protocol.resources.v1.GroupSpec;
import network.millrace.protocol.resources.v1.Mismatch;

/** What is known of those who bid: whether they may, and what speaks for them in an award. */
final class Bidders {
    private static final long HALF_PPM = Auction.FULL_PPM / 2;

    private final Providers providers;
    private final Reputation reputation;

    Bidders(Providers providers, Reputation reputation) {
        this.providers = providers;
        this.reputation = reputation;
    }

    Optional<Provider> registered(Context context, Address provider) {
        return providers.find(context, provider);
    }

    /** Every reason why a registration does not cover a group; empty when it does. */
    static List<Mismatch> mismatches(GroupSpec group, OrderTerms terms, Provider provider) {
        return Matching.mismatches(group, terms, provider);
    }

    /** Why a bid cannot be awarded now, as a sentence: its provider may have changed its registration since. */
    Optional<String> objection(Context context, Order order, Bid bid) {
        Optional<Provider> provider = registered(context, BidId.of(bid.getId()).provider());
        if (provider.isEmpty()) {
            return Optional.of("the provider is not registered any more");
        }
        return mismatches(order.getSpec(), order.getTerms(), provider.get()).stream()
                .findFirst()
                .map(mismatch -> "the registration no longer covers the order: " + mismatch.getText());
    }

    Auction.Candidate candidate(Context context, Order order, Bid bid) {
        Address address = BidId.of(bid.getId()).provider();
        Provider provider = registered(context, address).orElseThrow();
        return new Auction.Candidate(address, Price.of(bid.getPrice()), merits(context, order.getSpec(), provider));
    }

    /** A provider that says where its machines stand is worth more than one that does not; half for each of the two. */
    Auction.Merits merits(Context context, GroupSpec group, Provider provider) {
        long place = (provider.getCountry().isEmpty() ? 0 : HALF_PPM)
                + (provider.getRegion().isEmpty() ? 0 : HALF_PPM);
        return new Auction.Merits(
                HardwareMatch.ppm(group, provider.getCapacity()),
                place,
                reputation.scorePpm(context, Address.parse(provider.getOwner())));
    }

    static Auction.Weights weights(Params params) {
        return new Auction.Weights(
                params.getWeightPrice(),
                params.getWeightHardware(),
                params.getWeightPlace(),
                params.getWeightReliability());
    }
}
