package network.millrace.cli.market;

import com.google.protobuf.Message;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import network.millrace.client.EventStream;
import network.millrace.client.Network;
import network.millrace.client.NetworkException;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.market.v1.QueryScreenResponse;
import network.millrace.protocol.node.v1.BlockEvents;
import network.millrace.protocol.node.v1.BlockRecord;
import network.millrace.protocol.node.v1.BroadcastRequest;
import network.millrace.protocol.node.v1.BroadcastResponse;
import network.millrace.protocol.node.v1.NodeStatus;
import network.millrace.protocol.node.v1.TxRecord;

/** A network whose node is gone: no block comes any more. It knows no provider, and counts who asks for one. */
final class SilentNetwork implements Network {
    private int screenings;

    int screenings() {
        return screenings;
    }

    @Override
    @SuppressWarnings("unchecked") // The prototype says what is wanted.
    public <R extends Message> R query(String module, String method, Message request, R prototype) {
        if (method.equals("Screen")) {
            screenings++;
            return (R) QueryScreenResponse.getDefaultInstance();
        }
        throw gone();
    }

    @Override
    public EventStream follow(long fromHeight, Set<String> types) {
        CountDownLatch closed = new CountDownLatch(1);
        return new EventStream() {
            @Override
            public Optional<BlockEvents> next() throws InterruptedException {
                closed.await();
                return Optional.empty();
            }

            @Override
            public void close() {
                closed.countDown();
            }
        };
    }

    @Override
    public NodeStatus status() {
        throw gone();
    }

    @Override
    public BroadcastResponse submit(byte[] transaction, BroadcastRequest.Wait wait) {
        throw gone();
    }

    @Override
    public TxResult simulate(byte[] transaction) {
        throw gone();
    }

    @Override
    public Optional<TxRecord> transaction(Hash hash) {
        throw gone();
    }

    @Override
    public Optional<BlockRecord> block(long height) {
        throw gone();
    }

    @Override
    public Genesis genesis() {
        throw gone();
    }

    @Override
    public void close() {}

    private static NetworkException gone() {
        return new NetworkException("no answer from the node");
    }
}
