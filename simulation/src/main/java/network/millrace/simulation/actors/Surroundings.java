package network.millrace.simulation.actors;

import com.google.protobuf.Message;
import java.time.Duration;
import java.util.List;
import network.millrace.client.NetworkException;
import network.millrace.client.transactions.FeeEstimate;
import network.millrace.client.transactions.Pauses;
import network.millrace.client.transactions.SenderOptions;
import network.millrace.client.transactions.SenderOptions.Ordering;
import network.millrace.client.transactions.TransactionFailedException;
import network.millrace.client.transactions.TransactionSender;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.node.v1.BroadcastRequest;
import network.millrace.protocol.node.v1.BroadcastResponse;
import network.millrace.protocol.tx.SignedTransaction;
import network.millrace.simulation.faults.Faults;
import network.millrace.simulation.world.Fibers;
import network.millrace.simulation.world.World;

/** What every actor finds around itself: time, turns, faults, and the node. */
public record Surroundings(World world, Fibers fibers, Faults faults, NodeActor node) {
    private static final long GAS = 1_000_000;
    private static final FeeEstimate BLIND_FEE = new FeeEstimate(GAS, Money.of(Denom.UMIL, GAS));

    /** A party's way to the node. */
    public SimulatedNetwork network(String who) {
        return new SimulatedNetwork(who, this);
    }

    /** A party's sender of transactions, as every client has it; gives up after a minute or so. */
    public TransactionSender sender(Party party) {
        Pauses pauses = duration -> fibers.pause(duration.toMillis());
        SenderOptions options = new SenderOptions(
                Ordering.UNORDERED, Duration.ofMinutes(2), 130, 4, Duration.ofMillis(200), Duration.ofSeconds(5));
        return new TransactionSender(network(party.name()), party.key(), options, world, pauses);
    }

    /** Sends a message; whether the ledger took it. Why not is noted. */
    public boolean trySend(Party party, Message message) {
        return trySend(party, sender(party), message);
    }

    boolean trySend(Party party, TransactionSender sender, Message message) {
        String what = message.getDescriptorForType().getName();
        try {
            sender.send(message);
            note(party + " sent " + what);
            return true;
        } catch (TransactionFailedException refused) {
            note(party + " was refused " + what + ": " + refused.getMessage());
        } catch (NetworkException unknown) {
            note(party + " does not know about " + what + ": " + unknown.getMessage());
        }
        return false;
    }

    /** Hands in a message without asking first whether it would work, as honest senders do. */
    void submitBlindly(Party party, TransactionSender sender, Message message) {
        SignedTransaction transaction = sender.prepare(List.of(message), BLIND_FEE);
        BroadcastResponse response = network(party.name()).submit(transaction.bytes(), BroadcastRequest.Wait.ADMITTED);
        note(party + " blindly sent " + message.getDescriptorForType().getName() + ": " + response.getCode() + " "
                + response.getLog());
    }

    void note(String line) {
        world.note(line);
    }
}
