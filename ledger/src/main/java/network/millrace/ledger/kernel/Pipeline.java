package network.millrace.ledger.kernel;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import network.millrace.ledger.state.State;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.ledger.v1.Clock;
import network.millrace.protocol.ledger.v1.KernelParams;
import network.millrace.protocol.ledger.v1.TxResult;
import network.millrace.protocol.money.AmountException;
import network.millrace.protocol.tx.Transaction;
import network.millrace.protocol.tx.TransactionException;
import network.millrace.protocol.tx.TransactionProblem;
import network.millrace.protocol.tx.Transactions;

/**
 * Runs one transaction on a state: decode, admit, execute. What fails before the messages leaves nothing behind; what
 * fails in a message leaves fee and sequence.
 */
final class Pipeline {
    private final Registry registry;
    private final Admission admission;

    Pipeline(Registry registry, SignatureVerifier verifier) {
        this.registry = registry;
        this.admission = new Admission(registry, verifier);
    }

    /** Executes it as part of a block. */
    TxResult deliver(byte[] bytes, State state, Clock clock, BlockGas gas) {
        return run(bytes, state, clock, run -> {
            Admission.requireSize(bytes, run.limits);
            Transaction transaction = Transactions.decode(bytes);
            run.decoded(transaction, admission.gasUsed(transaction, run.limits));
            gas.requireRoom(run.gasUsed);
            admission.admit(transaction, run.gasUsed, run.limits, run.context);
            gas.use(run.gasUsed);
            run.keepOnFailure();
            execute(run, transaction);
        });
    }

    /** Checks that it could be taken into a block, and takes its fee and sequence from this state. */
    TxResult check(byte[] bytes, State state, Clock clock) {
        return run(bytes, state, clock, run -> {
            Admission.requireSize(bytes, run.limits);
            Transaction transaction = Transactions.decode(bytes);
            run.decoded(transaction, admission.gasUsed(transaction, run.limits));
            admission.admit(transaction, run.gasUsed, run.limits, run.context);
        });
    }

    /** Executes it without signature, sequence and fee, to see what it would do and use. */
    TxResult simulate(byte[] bytes, State state, Clock clock) {
        return run(bytes, state, clock, run -> {
            Admission.requireSize(bytes, run.limits);
            Transaction transaction = Transactions.decodeUnsigned(bytes);
            run.decoded(transaction, admission.gasUsed(transaction, run.limits));
            admission.admitUnsigned(transaction, run.limits, run.context);
            execute(run, transaction);
        });
    }

    /** The signatures that would be asked for; empty when the transaction is refused before. */
    List<SignatureCheck> signatureChecks(byte[] bytes, State state, Clock clock) {
        var context = new Context(state, clock, new EventLog());
        try {
            Admission.requireSize(bytes, limits(state));
            return admission.signatureChecks(Transactions.decode(bytes), context);
        } catch (Rejection | TransactionException | MalformedException refused) {
            return List.of();
        }
    }

    private KernelParams limits(State state) {
        return registry.kernel().params().get(state);
    }

    private interface Steps {
        void take(Run run) throws TransactionException;
    }

    private TxResult run(byte[] bytes, State state, Clock clock, Steps steps) {
        var run = new Run(bytes, state, clock, limits(state));
        try {
            steps.take(run);
            return run.succeeded();
        } catch (Rejection rejection) {
            return run.failed(rejection.code(), rejection.getMessage());
        } catch (TransactionException exception) {
            return run.failed(code(exception.problem()), exception.getMessage());
        } catch (MalformedException exception) {
            return run.failed(KernelError.FIELD_MALFORMED, sentence(exception));
        } catch (AmountException exception) {
            return run.failed(KernelError.AMOUNT_OUT_OF_RANGE, sentence(exception));
        }
    }

    private static String sentence(RuntimeException exception) {
        return Objects.requireNonNullElse(exception.getMessage(), exception.toString());
    }

    private void execute(Run run, Transaction transaction) {
        for (int i = 0; i < transaction.messages().size(); i++) {
            var message = transaction.messages().get(i);
            run.events.enterMessage(i);
            Message response = registry.message(message.type().typeUrl()).execute(message.message(), run.context);
            run.responses.add(Anys.pack(response));
        }
    }

    private static KernelError code(TransactionProblem problem) {
        return switch (problem) {
            case UNDECODABLE -> KernelError.TX_UNDECODABLE;
            case UNKNOWN_FIELD -> KernelError.FIELD_UNKNOWN;
            case NOT_CANONICAL -> KernelError.NOT_CANONICAL;
            case UNKNOWN_MESSAGE -> KernelError.MESSAGE_UNKNOWN;
            case INCOMPLETE -> KernelError.TX_INCOMPLETE;
            case UNSUPPORTED_SIGNATURE -> KernelError.SIGNATURE_UNSUPPORTED;
        };
    }

    /** One transaction on its way, and what to take back if it fails. */
    private static final class Run {
        private final State state;
        private final EventLog events = new EventLog();
        private final Context context;
        private final KernelParams limits;
        private final List<Any> responses = new ArrayList<>();
        private final TxResult.Builder result = TxResult.newBuilder();
        private final byte[] bytes;
        private int keptWrites;
        private int keptEvents;
        private long gasUsed;
        private boolean isDecoded;

        Run(byte[] bytes, State state, Clock clock, KernelParams limits) {
            this.limits = limits;
            this.bytes = bytes;
            this.state = state;
            this.context = new Context(state, clock, events);
            this.keptWrites = state.savepoint();
        }

        void decoded(Transaction transaction, long gas) {
            isDecoded = true;
            gasUsed = gas;
            result.setHash(transaction.hash().toByteString())
                    .setGasWanted(transaction.authInfo().getFee().getGasLimit())
                    .setGasUsed(gas);
        }

        void keepOnFailure() {
            keptWrites = state.savepoint();
            keptEvents = events.size();
        }

        TxResult succeeded() {
            return result.addAllEvents(events.toProto())
                    .addAllResponses(responses)
                    .build();
        }

        TxResult failed(ErrorCode code, String log) {
            state.rollback(keptWrites);
            events.truncate(keptEvents);
            if (!isDecoded) {
                result.setHash(Transactions.hash(bytes).toByteString());
            }
            return result.setCode(code.code())
                    .setCodespace(code.codespace())
                    .setLog(log)
                    .addAllEvents(events.toProto())
                    .build();
        }
    }
}
