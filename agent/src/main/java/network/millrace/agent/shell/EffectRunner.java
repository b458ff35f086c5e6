package network.millrace.agent.shell;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import network.millrace.agent.core.Effect;
import network.millrace.agent.core.Outcome;
import network.millrace.agent.journal.Journal;
import network.millrace.agent.workload.WorkloadBackend;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadId;
import network.millrace.client.NetworkException;
import network.millrace.client.transactions.TransactionFailedException;
import network.millrace.protocol.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one effect out, blocking, and says how it ended. Appends are written by {@link #append}. Every failure becomes an
 * outcome; retrying is the core's.
 */
public final class EffectRunner {

    private static final Logger LOG = LoggerFactory.getLogger(EffectRunner.class);

    private final LedgerReader ledger;
    private final MessageSender sender;
    private final WorkloadBackend backend;
    private final Journal journal;

    public EffectRunner(LedgerReader ledger, MessageSender sender, WorkloadBackend backend, Journal journal) {
        this.ledger = ledger;
        this.sender = sender;
        this.backend = backend;
        this.journal = journal;
    }

    /** Writes what the core wants remembered; durable when this returns. */
    public void append(List<Effect> effects) throws IOException {
        var records = effects.stream()
                .flatMap(effect -> effect instanceof Effect.Append append ? Stream.of(append.record()) : Stream.empty())
                .toList();
        if (!records.isEmpty()) {
            journal.append(records);
        }
    }

    /** @throws IllegalArgumentException for an append, which has no outcome */
    public Outcome run(Effect effect) {
        try {
            return attempt(effect);
        } catch (WorkloadException e) {
            return new Outcome.WorkloadFailed(e.fault());
        } catch (NetworkException | MalformedException e) {
            LOG.debug("{} got no answer", effect, e);
            return new Outcome.Unanswered(sentence(e));
        }
    }

    private Outcome attempt(Effect effect) throws WorkloadException {
        return switch (effect) {
            case Effect.Append _ -> throw new IllegalArgumentException("appends are written together, before all else");
            case Effect.Survey _ -> new Outcome.Surveyed(ledger.survey());
            case Effect.ReadOrder read -> ledger.order(read.order());
            case Effect.ReadLease read -> ledger.lease(read.lease());
            case Effect.ReadDeployment read -> ledger.deployment(read.deployment());
            case Effect.Inspect _ -> inspect();
            case Effect.Prepare prepare ->
                new Outcome.Prepared(backend.prepare(prepare.image()).digest());
            case Effect.Start start -> new Outcome.Started(backend.start(start.spec()));
            case Effect.Destroy destroy -> destroy(destroy.workload(), destroy.grace());
            case Effect.Submit submit -> new Outcome.Submitted(submit(submit));
        };
    }

    /** The runtime's failure to answer is no answer, never an empty machine. */
    private Outcome inspect() {
        try {
            return new Outcome.Inspected(backend.inspectAll());
        } catch (WorkloadException e) {
            return new Outcome.Unanswered(sentence(e));
        }
    }

    private Outcome destroy(WorkloadId workload, Duration grace) throws WorkloadException {
        try {
            if (!grace.isZero()) {
                backend.stop(workload, grace);
            }
        } catch (WorkloadException e) {
            // Destroying kills what could not be stopped; only that it is already gone needs no word.
            if (!(e.fault() instanceof WorkloadFault.UnknownWorkload)) {
                LOG.info("workload={} could not be stopped, and is killed: {}", workload, e.getMessage());
            }
        }
        backend.destroy(workload);
        return new Outcome.Destroyed();
    }

    private Outcome.Answer submit(Effect.Submit submit) {
        try {
            sender.send(submit.message());
            return new Outcome.Answer.Carried();
        } catch (TransactionFailedException e) {
            return new Outcome.Answer.Refused(e.codespace(), e.code(), sentence(e));
        } catch (NetworkException e) {
            return new Outcome.Answer.Unknown(sentence(e));
        }
    }

    private static String sentence(Exception e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
