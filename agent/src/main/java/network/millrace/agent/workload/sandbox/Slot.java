package network.millrace.agent.workload.sandbox;

import java.nio.file.Path;
import java.util.List;

/** A numbered share of the machine; everything that one workload occupies is derived from it. */
record Slot(int number, SandboxSettings.HostShare share) {

    /** As many user and group ids as an image may know. */
    static final int IDS = 65_536;

    /** The last few ids, which images give to nobody (65534) and to users without rights (65532); a slot with few ids has them too. */
    private static final int LAST_IDS = 8;

    /** Prefix of all our network interfaces; the next letter says whether egress is open or closed. */
    static final String INTERFACE_PREFIX = "mill";

    Slot {
        if (number < 0 || number >= share.ids().slots()) {
            throw new IllegalArgumentException("a slot is 0 to " + (share.ids().slots() - 1) + ", not " + number);
        }
    }

    Path directory() {
        return share.directory().resolve(Integer.toString(number));
    }

    /** Where its file systems are mounted: outside of the home, whose parents the mapped ids may not enter. */
    Path mounts() {
        return share.mounts().resolve(Integer.toString(number));
    }

    Path root() {
        return mounts().resolve("root");
    }

    /** The file system that the writable layer lies on. */
    Path layer() {
        return mounts().resolve("layer");
    }

    long firstId() {
        return share.ids().first() + (long) number * share.ids().perSlot();
    }

    List<IdRange> ids() {
        int count = share.ids().perSlot();
        if (count == IDS) {
            return List.of(new IdRange(0, firstId(), IDS));
        }
        int low = count - LAST_IDS;
        return List.of(new IdRange(0, firstId(), low), new IdRange(IDS - LAST_IDS, firstId() + low, LAST_IDS));
    }

    String networkNamespace() {
        return "millrace-" + number;
    }

    /** Firewall rules match the letter, so they need not change when workloads come and go. */
    String networkInterface(boolean egress) {
        return INTERFACE_PREFIX + (egress ? "o" : "c") + number;
    }

    String hostAddress() {
        return address(1);
    }

    String address() {
        return address(2);
    }

    String controlGroup() {
        return "/millrace/" + number;
    }

    private String address(int host) {
        int offset = number * 4 + host;
        return share.network() + "." + (offset >> 8) + "." + (offset & 0xff);
    }
}
