package network.millrace.agent.workload.scripted;

import network.millrace.agent.workload.ImageReference;
import network.millrace.agent.workload.Limits;
import network.millrace.agent.workload.Program;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;

/** The faults that a script or an image name asks for, and the limits that the pretended machine cannot enforce. */
final class ScriptedFaults {

    private static final String DETAIL = "as scripted";

    private ScriptedFaults() {}

    static void check(ImageReference image) throws WorkloadException {
        String name = name(image);
        if (name.endsWith("missing")) {
            throw new WorkloadException(new WorkloadFault.ImageMissing(image, DETAIL));
        }
        if (name.endsWith("broken")) {
            throw new WorkloadException(new WorkloadFault.ImageBroken(image, DETAIL));
        }
    }

    static void check(Program program) throws WorkloadException {
        ImageReference image = program.image();
        switch (program.environment().getOrDefault("SCRIPT_FAIL_START", "")) {
            case "" -> {}
            case "image-missing" -> throw new WorkloadException(new WorkloadFault.ImageMissing(image, DETAIL));
            case "image-broken" -> throw new WorkloadException(new WorkloadFault.ImageBroken(image, DETAIL));
            case "not-executable" -> throw new WorkloadException(new WorkloadFault.NotExecutable(DETAIL));
            case "runtime-failed" -> throw new WorkloadException(new WorkloadFault.RuntimeFailed("start", DETAIL));
            case String other ->
                throw new IllegalArgumentException(
                        "SCRIPT_FAIL_START is image-missing, image-broken, not-executable or runtime-failed, not "
                                + other);
        }
    }

    static void check(Limits limits, Limits machine) throws WorkloadException {
        check("cpuMillis", limits.cpuMillis(), machine.cpuMillis());
        check("memoryBytes", limits.memoryBytes(), machine.memoryBytes());
        check("processes", limits.processes(), machine.processes());
        check("diskBytes", limits.diskBytes(), machine.diskBytes());
    }

    private static void check(String name, long wanted, long most) throws WorkloadException {
        if (wanted > most) {
            String why = wanted + " is more than the machine has, " + most;
            throw new WorkloadException(new WorkloadFault.LimitNotEnforceable(name, why));
        }
    }

    private static String name(ImageReference image) {
        return switch (image) {
            case ImageReference.Layout layout -> layout.tag();
            case ImageReference.Registry registry -> registry.repository();
        };
    }
}
