package network.millrace.agent.workload;

/** A backend could not do what it was asked; {@link #fault} says why as a value. */
public final class WorkloadException extends Exception {

    private final transient WorkloadFault fault;

    public WorkloadException(WorkloadFault fault) {
        super(fault.sentence());
        this.fault = fault;
    }

    public WorkloadException(WorkloadFault fault, Throwable cause) {
        super(fault.sentence(), cause);
        this.fault = fault;
    }

    public WorkloadFault fault() {
        return fault;
    }
}
