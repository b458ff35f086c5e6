package network.millrace.cli.proof;

import com.google.protobuf.ByteString;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import network.millrace.cli.command.CommandFailure;
import network.millrace.proof.dispute.MoveEncoding;

/** Messages over a pair of streams, each with its length in four bytes in front; an empty one says that there is nothing to say. */
final class DisputeFrames {
    /** What came. */
    private sealed interface Frame {
        record Message(ByteString bytes) implements Frame {}

        record End() implements Frame {}

        record Broken(String why) implements Frame {}
    }

    private final DataOutputStream out;
    private final BlockingQueue<Frame> received = new ArrayBlockingQueue<>(1);

    DisputeFrames(InputStream in, OutputStream out) {
        this.out = new DataOutputStream(out);
        Thread.ofVirtual().name("dispute-reader").start(() -> receive(new DataInputStream(in)));
    }

    void send(ByteString message) throws IOException {
        out.writeInt(message.size());
        message.writeTo(out);
        out.flush();
    }

    /** The next message; nothing when none comes in time, or the other side has gone. */
    Optional<ByteString> receive(long timeoutMs) throws InterruptedException {
        Frame frame = received.poll(timeoutMs, TimeUnit.MILLISECONDS);
        return switch (frame) {
            case null -> Optional.empty();
            case Frame.Message message -> Optional.of(message.bytes());
            case Frame.End ignored -> Optional.empty();
            case Frame.Broken broken -> throw CommandFailure.failed(broken.why());
        };
    }

    private void receive(DataInputStream in) {
        try {
            boolean open = true;
            while (open) {
                Frame frame = frame(in);
                open = frame instanceof Frame.Message;
                received.put(frame);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Frame frame(DataInputStream in) {
        try {
            int length = in.readInt();
            if (length < 0 || length > MoveEncoding.BYTES_MAX) {
                return new Frame.Broken("what comes in is no dispute: a message of " + Integer.toUnsignedString(length)
                        + " bytes, at most " + MoveEncoding.BYTES_MAX
                        + " are allowed. Connect standard input and"
                        + " output with those of the other side, see the examples under --help");
            }
            byte[] bytes = new byte[length];
            in.readFully(bytes);
            return new Frame.Message(ByteString.copyFrom(bytes));
        } catch (EOFException gone) {
            return new Frame.End();
        } catch (IOException broken) {
            return new Frame.Broken("the other side cannot be read: " + broken.getMessage());
        }
    }
}
