package network.millrace.cli.bench;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import network.millrace.cli.output.Progress;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.MsgCloseLease;
import network.millrace.protocol.market.v1.MsgWithdrawLease;

/** What a block costs beside 100,000 active leases and 10,000 open orders with 20 bids each. */
final class CrowdFigures {
    private static final int TENANTS = 10;
    /** One more than an order takes bids, so that a bid on a full book can come from somebody new. */
    private static final int PROVIDERS = 21;

    private static final int LEASES = 100_000;
    private static final int ORDERS = 10_000;
    private static final int BIDS = 20;
    private static final int MESSAGES = 100;
    /** So many, because a node that has served for some minutes runs compiled code; after ten most of it is interpreted. */
    private static final int WARM_UP_ROUNDS = 60;

    private static final int ROUNDS = 15;
    private static final double BLOCK_TARGET_MS = 50;
    private static final double EMPTY_TARGET_MS = 1;
    private static final long GAS = 1_000_000;
    private static final long HOUR_MS = 3_600_000;

    private final MarketPeople people = new MarketPeople(TENANTS, PROVIDERS);
    private long nextNew = 10_000_000;
    private int nextLease;
    private int nextOrder;

    List<Figure> measure(Progress progress) {
        progress.report("making " + LEASES + " leases and " + ORDERS + " orders");
        MarketNetwork network = crowd();
        var busy = new Samples();
        var empty = new Samples();
        for (int round = 1; round <= WARM_UP_ROUNDS + ROUNDS; round++) {
            progress.report("blocks beside the crowd, round " + round + " of " + (WARM_UP_ROUNDS + ROUNDS));
            double busyMs = network.measureMs(messages(network));
            double emptyMs = network.measureMs(List.of());
            if (round > WARM_UP_ROUNDS) {
                busy.add(busyMs);
                empty.add(emptyMs);
            }
        }
        return List.of(
                Figure.atMost("block with 100 market messages, 100,000 leases", busy.median(), "ms", BLOCK_TARGET_MS),
                Figure.atMost("empty block, 100,000 leases", empty.median(), "ms", EMPTY_TARGET_MS));
    }

    /** One lease and one order of each tenant made by messages, then multiplied. */
    private MarketNetwork crowd() {
        var network = new MarketNetwork(
                people.genesis(params -> params.setBidWindowMs(HOUR_MS).setOrderLifetimeMs(100 * HOUR_MS)),
                people.all());
        var transactions = new ArrayList<ByteString>();
        for (PrivateKey provider : people.providers) {
            transactions.add(network.sign(provider, MarketPeople.registration(provider), GAS));
        }
        for (int i = 0; i < TENANTS; i++) {
            PrivateKey tenant = people.tenants.get(i);
            transactions.add(network.sign(tenant, MarketPeople.deployment(tenant, 1, 1, 1_000_000), GAS));
            var winning = MarketPeople.bid(people.providers.get(i), MarketPeople.order(tenant, 1, 1), 100);
            transactions.add(network.sign(people.providers.get(i), winning, GAS));
        }
        network.blocks(transactions, 500);
        network.block(List.of(), HOUR_MS);
        transactions.clear();
        for (int i = 0; i < TENANTS; i++) {
            PrivateKey tenant = people.tenants.get(i);
            var ready = MarketPeople.ready(people.providers.get(i), MarketPeople.order(tenant, 1, 1));
            transactions.add(network.sign(people.providers.get(i), ready, GAS));
            transactions.add(network.sign(tenant, MarketPeople.deployment(tenant, 2, 1, 1_000_000), GAS));
            for (int bidder = 0; bidder < BIDS; bidder++) {
                PrivateKey provider = people.providers.get(bidder);
                var bid = MarketPeople.bid(provider, MarketPeople.order(tenant, 2, 1), 500 + bidder);
                transactions.add(network.sign(provider, bid, GAS));
            }
        }
        network.blocks(transactions, 500);
        var crowded = new CrowdedGenesis(network.export());
        return new MarketNetwork(crowded.multiplied(LEASES / TENANTS, ORDERS / TENANTS), network);
    }

    /** A quarter each: new deployments, bids on full books, payments, and leases that tenants end. */
    private List<ByteString> messages(MarketNetwork network) {
        var transactions = new ArrayList<ByteString>();
        for (int i = 0; i < MESSAGES / 4; i++) {
            PrivateKey tenant = people.tenants.get(i % TENANTS);
            transactions.add(network.sign(tenant, MarketPeople.deployment(tenant, nextNew++, 1, 1_000_000), GAS));

            OrderId order = MarketPeople.order(
                    people.tenants.get(nextOrder % TENANTS), CrowdedGenesis.orderDseq(nextOrder / TENANTS), 1);
            PrivateKey newcomer = people.providers.get(BIDS);
            transactions.add(network.sign(newcomer, MarketPeople.bid(newcomer, order, 400), GAS));
            nextOrder++;

            transactions.add(network.sign(people.providers.get(nextLease % TENANTS), withdraw(nextLease), GAS));
            nextLease++;
            transactions.add(network.sign(people.tenants.get(nextLease % TENANTS), close(nextLease), GAS));
            nextLease++;
        }
        return transactions;
    }

    private OrderId lease(int at) {
        return MarketPeople.order(people.tenants.get(at % TENANTS), CrowdedGenesis.leaseDseq(at / TENANTS), 1);
    }

    private MsgWithdrawLease withdraw(int at) {
        return MsgWithdrawLease.newBuilder()
                .setProvider(MarketPeople.address(people.providers.get(at % TENANTS)))
                .setOrder(lease(at).toProto())
                .build();
    }

    private MsgCloseLease close(int at) {
        return MsgCloseLease.newBuilder()
                .setOwner(MarketPeople.address(people.tenants.get(at % TENANTS)))
                .setDseq(lease(at).dseq())
                .setGseq(1)
                .setOseq(1)
                .setProvider(MarketPeople.address(people.providers.get(at % TENANTS)))
                .build();
    }
}
