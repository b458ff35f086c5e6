package network.millrace.simulation.faults;

/** One kind of thing that goes wrong, and how often it does where a run has it: parts per million of its opportunities. */
public enum Fault {
    /** The node is killed between two steps. Opportunity: each time it wakes. */
    NODE_KILLED(4_000),
    /** The node is killed while it appends a block: the record is torn. Opportunity: each block. */
    NODE_BLOCK_TORN(4_000),
    /** The node is killed when a block is durable and its state is not. Opportunity: each block. */
    NODE_STATE_BEHIND(4_000),
    /** The node is killed when block and state are stored and nobody has been told. Opportunity: each block. */
    NODE_SILENT(4_000),
    /** The node stays down for minutes rather than seconds. Opportunity: each crash. */
    NODE_LONG_DOWN(200_000),
    /** The node's clock is set forward. Opportunity: each time it wakes. */
    CLOCK_FORWARD(3_000),
    /** The node's clock is set back. Opportunity: each time it wakes. */
    CLOCK_BACK(3_000),
    /** A request never arrives. Opportunity: each request. */
    REQUEST_LOST(20_000),
    /** A request is carried out and its answer is lost. Opportunity: each request. */
    ANSWER_LOST(20_000),
    /** A request arrives twice. Opportunity: each request. */
    REQUEST_REPEATED(20_000),
    /** A request takes seconds. Opportunity: each request. */
    REQUEST_DELAYED(50_000),
    /** An agent is killed between two steps. Opportunity: each event that it takes in. */
    AGENT_KILLED(2_500),
    /** An agent is killed within a step: what it has written is there, what it was about to do is not done. Opportunity: each effect. */
    AGENT_KILLED_MIDWAY(4_000),
    /** An agent is killed while it writes its journal: the newest record is torn. Opportunity: each append. */
    JOURNAL_TORN(4_000),
    /** The disk with an agent's journal is lost. Opportunity: each crash of the agent. */
    JOURNAL_LOST(100_000),
    /** A provider's machine loses power: agent and workloads are gone. Opportunity: each crash of the agent. */
    MACHINE_LOST(150_000),
    /** A running workload is killed by somebody else. Opportunity: each look at a machine, once a virtual minute. */
    WORKLOAD_KILLED(30_000),
    /** A workload ends by itself after a while, again and again. Opportunity: each manifest. */
    WORKLOAD_EXITS(80_000),
    /** A workload uses more memory than it may, and is killed. Opportunity: each manifest. */
    WORKLOAD_OUT_OF_MEMORY(80_000),
    /** A workload cannot be started: no such image, a broken one, no such program, a runtime that fails. Opportunity: each manifest. */
    WORKLOAD_START_FAILS(80_000),
    /** A workload runs and never accepts a connection. Opportunity: each manifest. */
    WORKLOAD_NEVER_READY(80_000),
    /** A tenant sends something that is not the manifest it announced. Opportunity: each manifest sent. */
    MANIFEST_WRONG(80_000),
    /** A tenant never sends its manifest. Opportunity: each deployment. */
    MANIFEST_NEVER_SENT(60_000),
    /** A tenant sets too little aside for the time it means to run. Opportunity: each deployment. */
    DEPOSIT_SHORT(200_000),
    /** A tenant that chooses by itself never does. Opportunity: each deployment. */
    CHOICE_NEVER_MADE(60_000),
    /** Somebody submits bytes that are no transaction, or one for another network, or one it cannot pay. Opportunity: once a virtual minute. */
    TRANSACTION_BAD(200_000),
    /** Somebody submits a transaction again that is in a block already. Opportunity: once a virtual minute. */
    TRANSACTION_REPLAYED(200_000),
    /** A provider bids what it must not: above the ceiling, for a closed order, for more than it has, without registration. */
    BID_FORBIDDEN(300_000),
    /** A provider bids a pittance and starts nothing when it wins. Opportunity: each order that a rogue provider sees. */
    BID_EMPTY_PROMISE(300_000),
    /** A provider takes its bid back. Opportunity: each bid of a rogue provider. */
    BID_WITHDRAWN(200_000),
    /** A provider reports ready without running anything. Opportunity: each award of a rogue provider. */
    READY_FALSE(300_000),
    /** A provider ends a lease that it is paid for. Opportunity: each false ready. */
    LEASE_ABANDONED(300_000);

    private final long ppm;

    Fault(long ppm) {
        this.ppm = ppm;
    }

    /** How often it strikes where a run has it, per million opportunities. */
    public long ppm() {
        return ppm;
    }
}
