package network.millrace.simulation.auditor;

/** The ledger's books and the auditor's differ. The message names the block, the rule and both figures. */
public final class AuditFailure extends RuntimeException {
    AuditFailure(long height, String rule, String detail) {
        super("audit failed at block " + height + ": " + rule + ": " + detail);
    }
}
