package network.millrace.agent.shell;

import java.io.IOException;
import java.time.Duration;
import network.millrace.agent.access.DoorCertificates;
import network.millrace.agent.workload.Readiness;
import network.millrace.agent.workload.WorkloadBackend;
import network.millrace.client.NetworkException;
import network.millrace.client.transactions.TransactionFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be looked after now and then: whether the backend works, the certificate's age, the registration. */
public final class Upkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final AgentShell shell;
    private final WorkloadBackend backend;
    private final DoorCertificates certificates;
    private final Runnable registration;
    private volatile boolean registrationDue;
    private volatile Thread thread = Thread.ofVirtual().unstarted(() -> {});

    /** @param registration makes the ledger say what is true of the provider */
    public Upkeep(AgentShell shell, WorkloadBackend backend, DoorCertificates certificates, Runnable registration) {
        this.shell = shell;
        this.backend = backend;
        this.certificates = certificates;
        this.registration = registration;
    }

    /**
     * The first registration, before anything else.
     *
     * @param mayWait the provider has run before: while no node answers it goes on with what is registered
     * @throws NetworkException when no node answers and it may not wait
     * @throws TransactionFailedException when the ledger refuses
     */
    public void register(boolean mayWait) {
        checkBackend();
        try {
            registration.run();
        } catch (NetworkException e) {
            if (!mayWait) {
                throw e;
            }
            registrationDue = true;
        }
    }

    public void start() {
        thread = Thread.ofVirtual().name("agent-upkeep").start(this::run);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (!shell.end().isDone()) {
                Thread.sleep(EVERY);
                checkBackend();
                renewCertificate();
                updateRegistration();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void checkBackend() {
        Readiness readiness = backend.check();
        shell.pause(
                readiness.isUsable() ? "" : "backend " + backend.name() + " is not usable: " + readiness.sentence());
    }

    private void renewCertificate() {
        try {
            registrationDue |= certificates.renewIfDue();
        } catch (IOException e) {
            LOG.error("the door's next certificate cannot be written; the present one ends soon", e);
        }
    }

    private void updateRegistration() {
        if (!registrationDue) {
            return;
        }
        try {
            registration.run();
            registrationDue = false;
        } catch (NetworkException | TransactionFailedException e) {
            LOG.warn("the registration could not be updated, and is tried again in a minute: {}", e.getMessage());
        }
    }
}
