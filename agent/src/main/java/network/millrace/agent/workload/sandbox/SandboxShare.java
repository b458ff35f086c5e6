package network.millrace.agent.workload.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadSpec;

/** What one workload holds of the machine: a slot with network and root file system. Taken before a run, given back at the end. */
final class SandboxShare {

    private final SandboxMachine machine;
    private final SandboxSettings settings;
    private final WorkloadFiles files;
    private final WorkloadSpec spec;

    SandboxShare(SandboxMachine machine, SandboxSettings settings, WorkloadFiles files, WorkloadSpec spec) {
        this.machine = machine;
        this.settings = settings;
        this.files = files;
        this.spec = spec;
    }

    /** The slot it holds already, if it still does: after another boot, or when the slot was cleaned away, a new one. */
    Slot take(RunRecord.Place place) throws WorkloadException, IOException {
        return holds(place)
                ? machine.slots().slot(place.slot())
                : machine.slots().claim(files.directory());
    }

    boolean holds(RunRecord.Place place) throws IOException {
        return place.slot() >= 0
                && place.boot().equals(SandboxMachine.boot())
                && machine.slots().isOwner(machine.slots().slot(place.slot()), files.directory());
    }

    /** Makes what is missing: unpacked image, mounts, the files below {@code /etc}, and runc's configuration. */
    void furnish(Slot slot, String imageDigest) throws WorkloadException, IOException {
        SandboxImages.Tree tree = machine.images().unpack(imageDigest, slot);
        WritableLayer layer = machine.host().layer();
        if (!layer.isMounted(slot)) {
            layer.mountFresh(slot, tree.root(), files.directory(), spec.limits().diskBytes());
        }
        writeNames(slot);
        OciConfiguration configuration = new OciConfiguration(
                spec,
                slot,
                tree.configuration(),
                tree.unpacked(),
                machine.host().limits());
        configuration.requireProgram();
        Files.writeString(files.bundle().resolve("config.json"), configuration.json());
    }

    void giveBack(RunRecord.Place place) throws WorkloadException, IOException {
        if (!holds(place)) {
            return;
        }
        Slot slot = machine.slots().slot(place.slot());
        clean(slot, machine.host());
        Files.deleteIfExists(files.directory().resolve("disk.img"));
        machine.slots().release(slot);
        machine.host().network().removeUnused(machine.slots());
    }

    /** Ends processes, mounts and network of a slot, whoever's they were. */
    static void clean(Slot slot, SandboxHost host) throws WorkloadException, IOException {
        host.limits().clear(slot);
        host.layer().unmount(slot);
        host.network().remove(slot);
    }

    private void writeNames(Slot slot) throws IOException {
        String hostname = OciConfiguration.hostname(spec);
        Path directory = slot.directory();
        Files.writeString(directory.resolve("hostname"), hostname + "\n");
        Files.writeString(
                directory.resolve("hosts"), "127.0.0.1\tlocalhost\n%s\t%s\n".formatted(slot.address(), hostname));
        Files.writeString(directory.resolve("resolv.conf"), resolver(settings.network()));
    }

    private static String resolver(SandboxSettings.Network network) {
        List<String> nameservers = network.egress() ? network.nameservers() : List.of();
        StringBuilder text = new StringBuilder();
        nameservers.forEach(
                address -> text.append("nameserver ").append(address).append('\n'));
        return text.toString();
    }
}
