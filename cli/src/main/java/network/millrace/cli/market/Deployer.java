package network.millrace.cli.market;

import com.google.protobuf.Message;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import network.millrace.cli.command.CommandFailure;
import network.millrace.client.EventStream;
import network.millrace.client.Network;
import network.millrace.client.RefusedException;
import network.millrace.client.sdl.SdlDocument;
import network.millrace.client.sdl.SdlException;
import network.millrace.client.transactions.Receipt;
import network.millrace.client.transactions.TransactionSender;
import network.millrace.protocol.ids.DeploymentId;
import network.millrace.protocol.ids.LeaseId;
import network.millrace.protocol.market.v1.DeploymentClosed;
import network.millrace.protocol.market.v1.LeaseAwarded;
import network.millrace.protocol.market.v1.LeaseReady;
import network.millrace.protocol.market.v1.MsgCreateDeployment;
import network.millrace.protocol.market.v1.OrderClosed;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.market.v1.QueryDeploymentRequest;
import network.millrace.protocol.market.v1.QueryDeploymentResponse;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.node.v1.BlockEvents;
import network.millrace.protocol.node.v1.LedgerEvent;
import network.millrace.protocol.registry.MessageTypes;

/** A tenant's way from a document to a running workload. Calls block. */
public final class Deployer {
    private final Network network;
    private final TransactionSender sender;
    private final Doors doors;

    /** Sends a manifest to the provider that won. */
    public interface Doors {
        void sendManifest(LeaseId lease, SdlDocument document) throws Exception;
    }

    /** Told what happens to the deployment, in the ledger's order. */
    public interface Listener {
        Listener NONE = (event, timeMs) -> {};

        void happened(Message event, long timeMs);

        /** Called with each block: so long it has taken by now. */
        default void waited(Duration span) throws InterruptedException {}
    }

    /** A deployment that is on the ledger. */
    public record Placed(DeploymentId id, Receipt receipt, SdlDocument document) {}

    public Deployer(Network network, TransactionSender sender, Doors doors) {
        this.network = network;
        this.sender = sender;
        this.doors = doors;
    }

    /** The least deposit of a document's denomination, ten times. */
    public Money usualDeposit(SdlDocument document) throws SdlException {
        MarketFacts facts = MarketFacts.of(network);
        String denom = document.groups(facts.denominations())
                .getFirst()
                .getResources(0)
                .getPrice()
                .getDenom();
        return facts.usualDeposit(denom);
    }

    /** Puts the order on the ledger and sets the deposit aside. */
    public Placed place(SdlDocument document, Money deposit, OrderTerms terms) throws SdlException {
        DeploymentId id = newId();
        Receipt receipt = sender.send(MsgCreateDeployment.newBuilder()
                .setOwner(id.owner().toString())
                .setDseq(id.dseq())
                .addAllGroups(document.groups(MarketFacts.of(network).denominations()))
                .setHash(document.version().toByteString())
                .setDeposit(deposit.toProto())
                .setTerms(terms)
                .build());
        return new Placed(id, receipt, document);
    }

    /** The latest height, or the next number after it that the tenant has not used. */
    private DeploymentId newId() {
        long sequence = Math.max(1, network.status().getHeight());
        while (exists(new DeploymentId(sender.address(), sequence))) {
            sequence++;
        }
        return new DeploymentId(sender.address(), sequence);
    }

    private boolean exists(DeploymentId id) {
        QueryDeploymentRequest request =
                QueryDeploymentRequest.newBuilder().setId(id.toProto()).build();
        try {
            network.query("market", "Deployment", request, QueryDeploymentResponse.getDefaultInstance());
            return true;
        } catch (RefusedException unknown) {
            return false;
        }
    }

    /**
     * Follows a deployment until all of its groups are ready: each provider that wins is sent the manifest.
     *
     * @throws CommandFailure when a group ends without one, or it takes longer than {@code limit}
     */
    public void awaitReady(Placed placed, Duration limit, Listener listener) throws Exception {
        long started = System.nanoTime();
        Set<Integer> waiting = new HashSet<>();
        for (int group = 1; group <= placed.document().groups().size(); group++) {
            waiting.add(group);
        }
        try (EventStream stream = network.follow(placed.receipt().height(), Set.of());
                Alarm _ = Alarm.after(limit, stream::close)) {
            while (!waiting.isEmpty()) {
                Optional<BlockEvents> block = stream.next();
                if (block.isEmpty()) {
                    throw late(placed, limit);
                }
                listener.waited(Duration.ofNanos(System.nanoTime() - started));
                for (LedgerEvent event : block.orElseThrow().getEventsList()) {
                    Message fact = MessageTypes.unpack(event.getValue());
                    if (concerns(fact, placed.id())) {
                        listener.happened(fact, block.orElseThrow().getTimeMs());
                        react(fact, placed, waiting);
                    }
                }
            }
        }
    }

    private static CommandFailure late(Placed placed, Duration limit) {
        long dseq = placed.id().dseq();
        return CommandFailure.failed("deployment " + dseq + " does not run after " + limit.toSeconds()
                + " s and goes on waiting: `millrace bids --dseq " + dseq + "` and `millrace lease events " + dseq
                + "` say more, `millrace close " + dseq + "` ends it and brings its money back");
    }

    private void react(Message fact, Placed placed, Set<Integer> waiting) throws Exception {
        switch (fact) {
            case LeaseAwarded awarded -> doors.sendManifest(LeaseId.of(awarded.getId()), placed.document());
            case LeaseReady ready -> waiting.remove(ready.getId().getGseq());
            case OrderClosed closed
            when isEnd(closed) ->
                throw CommandFailure.failed("group " + closed.getId().getGseq() + " of deployment "
                        + placed.id().dseq() + " does not run: " + Reasons.text(closed.getReason())
                        + "; `millrace deploy FILE --dry-run` says who would bid, and `millrace close "
                        + placed.id().dseq() + "` brings the deposit back");
            case DeploymentClosed closed ->
                throw CommandFailure.failed(
                        "deployment " + placed.id() + " was closed: " + Reasons.text(closed.getReason()));
            default -> {}
        }
    }

    private static boolean isEnd(OrderClosed closed) {
        return switch (closed.getReason()) {
            case ORDER_MATCHED -> false;
            default -> true;
        };
    }

    /** Whether an event's id names the deployment; every event of the market has one. */
    static boolean concerns(Message fact, DeploymentId id) {
        var field = fact.getDescriptorForType().findFieldByName("id");
        if (field == null || !(fact.getField(field) instanceof Message inner)) {
            return false;
        }
        var owner = inner.getDescriptorForType().findFieldByName("owner");
        var dseq = inner.getDescriptorForType().findFieldByName("dseq");
        return owner != null
                && dseq != null
                && inner.getField(owner).equals(id.owner().toString())
                && inner.getField(dseq).equals(id.dseq());
    }
}
