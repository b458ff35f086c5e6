package network.millrace.agent.inventory;

import java.util.TreeMap;

/** Which share of the machine is offered. */
public record Share(Part cpuMillis, Part memoryBytes, Part storageBytes) {

    private static final int PERCENT = 100;
    /** Offered amounts are rounded down to these, so that small changes of the machine are no news for the ledger. */
    private static final long MILLIS_STEP = 100;

    private static final long BYTES_STEP = 64L << 20;
    private static final long DISK_STEP = 1L << 30;

    /**
     * A share of one thing.
     *
     * @param most cap in its unit; 0 = none
     */
    public record Part(int percent, long most) {
        public Part {
            if (percent < 1 || percent > PERCENT || most < 0) {
                throw new IllegalArgumentException(
                        "a share is 1 to 100 percent and a cap of 0 or more, not " + percent + " and " + most);
            }
        }

        private long of(long measured, long step) {
            long share = measured / PERCENT * percent + measured % PERCENT * percent / PERCENT;
            long capped = most == 0 ? share : Math.min(share, most);
            return capped < step ? capped : capped - capped % step;
        }
    }

    /** What is offered of a machine. GPUs and ports of its own are not offered yet: no backend can give them to a workload. */
    public Allotment of(Machine machine) {
        TreeMap<StorageKind, Long> storage = new TreeMap<>();
        storage.put(StorageKind.EPHEMERAL, storageBytes.of(machine.diskBytes(), DISK_STEP));
        return new Allotment(
                cpuMillis.of(machine.cpuMillis(), MILLIS_STEP),
                memoryBytes.of(machine.memoryBytes(), BYTES_STEP),
                storage,
                new TreeMap<>(),
                0,
                0);
    }
}
