package network.millrace.cli.bench;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import network.millrace.cli.output.Progress;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.protocol.market.v1.MsgCloseDeployment;

/** How long the ledger takes to end a deployment with many active leases: pay each, return each deposit, say why. */
final class ClosingFigures {
    private static final int LEASES = 2_000;
    private static final int PROVIDERS = 20;
    private static final int WARM_UP_ROUNDS = 10;
    private static final int ROUNDS = 15;
    private static final double TARGET_MS = 100;
    private static final long GAS = 1_000_000;
    private static final long GAS_CREATE = 200_000_000;

    List<Figure> measure(Progress progress) {
        progress.report("opening a deployment with " + LEASES + " leases");
        var people = new MarketPeople(1, PROVIDERS);
        PrivateKey tenant = people.tenants.getFirst();
        var network = new MarketNetwork(
                people.genesis(params -> params.setGroupsMax(LEASES).setDeadlinesPerBlockMax(LEASES)), people.all());
        openLeases(people, tenant, network);
        ByteString close = network.sign(
                tenant,
                MsgCloseDeployment.newBuilder()
                        .setOwner(MarketPeople.address(tenant))
                        .setDseq(1)
                        .build(),
                GAS);
        MarketNetwork.Moment open = network.moment();
        var samples = new Samples();
        for (int round = 1; round <= WARM_UP_ROUNDS + ROUNDS; round++) {
            progress.report("closing " + LEASES + " leases, round " + round + " of " + (WARM_UP_ROUNDS + ROUNDS));
            network.returnTo(open);
            double ms = network.measureMs(List.of(close));
            if (round > WARM_UP_ROUNDS) {
                samples.add(ms);
            }
        }
        return List.of(Figure.atMost("closing a deployment with 2,000 leases", samples.median(), "ms", TARGET_MS));
    }

    private static void openLeases(MarketPeople people, PrivateKey tenant, MarketNetwork network) {
        var transactions = new ArrayList<ByteString>();
        for (PrivateKey provider : people.providers) {
            transactions.add(network.sign(provider, MarketPeople.registration(provider), GAS));
        }
        transactions.add(network.sign(tenant, MarketPeople.deployment(tenant, 1, LEASES, 1_000_000_000), GAS_CREATE));
        for (int gseq = 1; gseq <= LEASES; gseq++) {
            PrivateKey provider = people.providers.get(gseq % PROVIDERS);
            var bid = MarketPeople.bid(provider, MarketPeople.order(tenant, 1, gseq), 100 + gseq % 7);
            transactions.add(network.sign(provider, bid, GAS));
        }
        network.blocks(transactions, 500);
        network.block(List.of(), 10_000);
        transactions.clear();
        for (int gseq = 1; gseq <= LEASES; gseq++) {
            PrivateKey provider = people.providers.get(gseq % PROVIDERS);
            var ready = MarketPeople.ready(provider, MarketPeople.order(tenant, 1, gseq));
            transactions.add(network.sign(provider, ready, GAS));
        }
        network.blocks(transactions, 500);
        network.block(List.of(), 29_000);
    }
}
