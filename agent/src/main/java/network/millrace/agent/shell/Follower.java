package network.millrace.agent.shell;

import java.time.Duration;
import java.util.Optional;
import network.millrace.agent.core.BlockReader;
import network.millrace.client.EventStream;
import network.millrace.client.Network;
import network.millrace.client.NetworkException;
import network.millrace.client.RefusedException;
import network.millrace.protocol.node.v1.BlockEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the ledger's blocks to the agent, from where its first survey ended, as long as the agent runs. */
public final class Follower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Network network;
    private final AgentShell shell;
    private final Thread thread;

    /** Begins to follow. */
    public Follower(Network network, AgentShell shell) {
        this.network = network;
        this.shell = shell;
        this.thread = Thread.ofVirtual().name("agent-follower").start(this::run);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            awaitSurvey();
            long from = shell.height() + 1;
            while (!shell.end().isDone()) {
                from = follow(from);
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitSurvey() throws InterruptedException {
        while (shell.height() == 0 && !shell.end().isDone()) {
            shell.awaitChange(shell.version(), PAUSE);
        }
    }

    /**
     * Follows until the stream ends.
     *
     * @return where to go on; 0 = with the next block that comes, because what was asked for is no longer kept: the core sees the
     *     gap and reads the ledger anew
     */
    private long follow(long from) throws InterruptedException {
        try (EventStream stream = network.follow(from, BlockReader.TYPES)) {
            while (!shell.end().isDone()) {
                Optional<BlockEvents> block = next(stream);
                if (block.isEmpty()) {
                    return shell.height() + 1;
                }
                shell.block(block.get());
            }
            return shell.height() + 1;
        } catch (RefusedException e) {
            LOG.warn("the node has no events from block {} on any more: {}", from, e.getMessage());
            return 0;
        }
    }

    /** A node that cannot be reached is waited for; the stream keeps its place. */
    private Optional<BlockEvents> next(EventStream stream) throws InterruptedException {
        while (true) {
            try {
                return stream.next();
            } catch (RefusedException e) {
                throw e;
            } catch (NetworkException e) {
                LOG.warn("no node can be reached; workloads go on, and no lease is given up: {}", e.getMessage());
                Thread.sleep(PAUSE);
            }
        }
    }
}
