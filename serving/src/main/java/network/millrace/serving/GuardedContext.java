package network.millrace.serving;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.spi.ServerConnection;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection whose reads and writes are timed. */
final class GuardedContext implements ConnectionContext {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedContext.class);

    private final ConnectionContext connection;
    private final Patience patience;
    private final DataReader reader;
    private final DataWriter writer;
    private volatile @Nullable ServerConnection http;

    GuardedContext(ConnectionContext connection, Patience patience) {
        this.connection = connection;
        this.patience = patience;
        this.reader = new DataReader(this::next);
        this.writer = new TimedWriter(connection.dataWriter(), patience);
    }

    /** What serves this connection: it knows whether it waits for a request to begin. */
    void servedBy(ServerConnection connection) {
        http = connection;
    }

    /** The library may interrupt a connection exactly while it waits for a request to begin. */
    private boolean isIdle() {
        return !(http instanceof InterruptableTask<?> task) || task.canInterrupt();
    }

    void endless() {
        patience.endless();
    }

    boolean isSlow(long nowNs) {
        return patience.isOver(isIdle(), nowNs);
    }

    void closeSocket() {
        LOG.info("ended a connection that was too slow address={}", remotePeer().host());
        try {
            connection.serverSocket().close();
        } catch (UncheckedIOException e) {
            LOG.debug("closing a slow connection: {}", e.getMessage());
        }
    }

    private byte @Nullable [] next() {
        DataReader source = connection.dataReader();
        patience.reads(System.nanoTime());
        int count = 0;
        try {
            source.ensureAvailable();
            count = source.available();
            return source.readBytes(count);
        } catch (DataReader.InsufficientDataAvailableException end) {
            return null;
        } finally {
            patience.read(count, isIdle(), System.nanoTime());
        }
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public DataWriter dataWriter() {
        return writer;
    }

    @Override
    public ListenerContext listenerContext() {
        return connection.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return connection.executor();
    }

    @Override
    public Router router() {
        return connection.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return connection.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
        return connection.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return connection.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return connection.localPeer();
    }

    @Override
    public boolean isSecure() {
        return connection.isSecure();
    }

    @Override
    public String socketId() {
        return connection.socketId();
    }

    @Override
    public String childSocketId() {
        return connection.childSocketId();
    }

    private record TimedWriter(DataWriter writer, Patience patience) implements DataWriter {
        private void timed(Runnable write) {
            patience.writes(System.nanoTime());
            try {
                write.run();
            } finally {
                patience.written();
            }
        }

        @Override
        public void write(BufferData... buffers) {
            timed(() -> writer.write(buffers));
        }

        @Override
        public void write(BufferData buffer) {
            timed(() -> writer.write(buffer));
        }

        @Override
        public void writeNow(BufferData... buffers) {
            timed(() -> writer.writeNow(buffers));
        }

        @Override
        public void writeNow(BufferData buffer) {
            timed(() -> writer.writeNow(buffer));
        }

        @Override
        public void flush() {
            timed(writer::flush);
        }

        @Override
        public void close() {
            writer.close();
        }
    }
}
