package network.millrace.simulation.actors;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import network.millrace.client.NetworkException;
import network.millrace.client.transactions.TransactionSender;
import network.millrace.node.storage.Store;
import network.millrace.protocol.cosmos.bank.v1beta1.MsgSend;
import network.millrace.protocol.money.Coins;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.node.v1.BroadcastRequest;
import network.millrace.protocol.node.v1.BroadcastResponse;
import network.millrace.protocol.tx.TransactionBuilder;
import network.millrace.simulation.faults.Fault;
import network.millrace.simulation.world.Draw;

/** Somebody who sends what no node should take: noise, transactions for another network, more than it has, old ones again. */
public final class Stranger {
    private static final long MINUTE_MS = 60_000;
    private static final int NOISE_BYTES_MAX = 2_000;

    private final Party party;
    private final Surroundings around;
    private final SimulatedNetwork network;
    private final TransactionSender sender;
    private final Draw draw;
    private boolean resting;

    public Stranger(Party party, Surroundings around) {
        this.party = party;
        this.around = around;
        this.network = around.network(party.name());
        this.sender = around.sender(party);
        this.draw = around.world().draw("moods of " + party);
    }

    public void start() {
        around.fibers().start(party.name(), () -> {
            while (!resting) {
                around.fibers().pause(MINUTE_MS);
                try {
                    disturb();
                } catch (NetworkException unreachable) {
                    around.note(party + " got no answer: " + unreachable.getMessage());
                }
            }
        });
    }

    public void rest() {
        resting = true;
    }

    private void disturb() {
        if (around.faults().strikes(Fault.TRANSACTION_BAD, party.name())) {
            bad();
        }
        if (around.faults().strikes(Fault.TRANSACTION_REPLAYED, party.name())) {
            replay();
        }
    }

    private void bad() {
        switch (draw.below(4)) {
            case 0 -> refused(noise());
            case 1 -> refused(foreign());
            case 2 -> around.submitBlindly(party, sender, send(Long.MAX_VALUE));
            default -> refused(cut());
        }
    }

    private byte[] noise() {
        byte[] noise = new byte[draw.below(NOISE_BYTES_MAX)];
        draw.nextBytes(noise);
        return noise;
    }

    private byte[] foreign() {
        return TransactionBuilder.on("another-network")
                .add(send(1))
                .fee(Coins.of(Money.of(Denom.UMIL, 1_000_000)), 1_000_000)
                .unordered(around.world().instant().plus(Duration.ofMinutes(1)))
                .sign(party.key(), 0, 0)
                .bytes();
    }

    private byte[] cut() {
        byte[] whole = foreign();
        return Arrays.copyOf(whole, draw.below(whole.length));
    }

    /** What was executed once is answered as then; it must never be in a second block. */
    private void replay() {
        Store store = around.node().store();
        long height = draw.between(1, Math.max(1, store.height()));
        List<ByteString> transactions = store.block(height)
                .map(record -> record.getBlock().getTransactionsList())
                .orElse(List.of());
        if (!transactions.isEmpty()) {
            byte[] again = draw.pick(transactions).toByteArray();
            network.submit(again, BroadcastRequest.Wait.ADMITTED);
        }
    }

    private void refused(byte[] bytes) {
        BroadcastResponse response = network.submit(bytes, BroadcastRequest.Wait.ADMITTED);
        if (response.getCode() == 0) {
            throw new IllegalStateException("the node admitted what is no transaction of this network: " + response);
        }
    }

    private MsgSend send(long amount) {
        return MsgSend.newBuilder()
                .setFromAddress(party.address().toString())
                .setToAddress(party.address().toString())
                .addAmount(Money.of(Denom.UUSD, amount).toProto())
                .build();
    }
}
