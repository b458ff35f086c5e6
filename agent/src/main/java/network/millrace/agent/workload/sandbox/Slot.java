package network.millrace.agent.workload.sandbox;

import java.nio.file.Path;

/** A numbered share of the machine; everything that one workload occupies is derived from it. */
record Slot(int number, SandboxSettings.HostShare share) {

    /** As many /30 networks as a /16 has. */
    static final int COUNT = 16_384;

    /** User and group ids per slot. */
    static final int IDS = 65_536;

    /** Prefix of all our network interfaces; the next letter says whether egress is open or closed. */
    static final String INTERFACE_PREFIX = "mill";

    Slot {
        if (number < 0 || number >= COUNT) {
            throw new IllegalArgumentException("a slot is 0 to " + (COUNT - 1) + ", not " + number);
        }
    }

    Path directory() {
        return share.directory().resolve(Integer.toString(number));
    }

    /** Where the root file system is mounted: outside of the home, whose parents the mapped ids may not enter. */
    Path root() {
        return directory().resolve("root");
    }

    long firstId() {
        return share.firstId() + (long) number * IDS;
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
