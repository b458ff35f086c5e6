package network.millrace.agent.workload.docker;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Ulimit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import network.millrace.agent.workload.Limits;
import network.millrace.agent.workload.Program;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.WorkloadSpec;
import network.millrace.agent.workload.image.ImageConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * What a workload's container gets, and above all what it does not get, as values for the engine. {@code docs/security.md} says why
 * for each.
 *
 * @param words program and arguments
 * @param environment {@code NAME=value} each
 */
record ContainerPlan(List<String> words, List<String> environment, HostConfig host) {

    private static final long SHARED_MEMORY_BYTES = 64L << 20;

    /** The host's OOM killer, if it ever comes, takes workloads before the agent. */
    private static final int OOM_SCORE = 500;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int SHARES_PER_CPU = 1_024;

    ContainerPlan {
        words = List.copyOf(words);
        environment = List.copyOf(environment);
    }

    /**
     * @param network the network's part of the host configuration
     * @param quota whether the engine shall bound the writable layer
     * @throws WorkloadException with {@code NotExecutable} when nothing says which program to run
     */
    static ContainerPlan of(
            WorkloadSpec spec, ImageConfiguration image, HostConfig network, long outputBytes, boolean quota)
            throws WorkloadException {
        List<String> words = words(spec.program(), image);
        if (words.isEmpty()) {
            String detail = "neither the image nor the manifest says which program to run; give a command";
            throw new WorkloadException(new WorkloadFault.NotExecutable(detail));
        }
        HostConfig host = limited(isolated(network), spec.limits()).withLogConfig(boundedOutput(outputBytes));
        if (quota) {
            host.withStorageOpt(Map.of("size", Long.toString(spec.limits().diskBytes())));
        }
        return new ContainerPlan(words, environment(spec.program(), image), host);
    }

    /** Driver {@code json-file} whatever the engine's default is, because output is read back through the engine. */
    static LogConfig boundedOutput(long bytes) {
        return new LogConfig(
                LogConfig.LoggingType.JSON_FILE, Map.of("max-size", Long.toString(bytes), "max-file", "2"));
    }

    static List<ExposedPort> exposed(HostConfig network) {
        return List.copyOf(network.getPortBindings().getBindings().keySet());
    }

    /** What the engine applies must be what was asked for; it drops limits that it cannot enforce with a mere warning. */
    static void requireApplied(HostConfig applied, Limits limits) throws WorkloadException {
        require("memoryBytes", limits.memoryBytes(), applied.getMemory());
        require("memoryBytes with swap", limits.memoryBytes(), applied.getMemorySwap());
        require("cpuMillis", limits.cpuMillis() * NANOS_PER_MILLI, applied.getNanoCPUs());
        require("processes", limits.processes(), applied.getPidsLimit());
    }

    private static HostConfig isolated(HostConfig network) {
        return network.withCapDrop(Capability.ALL)
                .withPrivileged(false)
                .withSecurityOpts(List.of("no-new-privileges", "seccomp=" + SeccompProfile.json()))
                .withIpcMode("private")
                .withRestartPolicy(RestartPolicy.noRestart())
                .withOomScoreAdj(OOM_SCORE)
                .withUlimits(List.of(new Ulimit("core", 0L, 0L)));
    }

    private static HostConfig limited(HostConfig host, Limits limits) {
        return host.withMemory(limits.memoryBytes())
                .withMemorySwap(limits.memoryBytes())
                .withShmSize(Math.min(SHARED_MEMORY_BYTES, limits.memoryBytes()))
                .withNanoCPUs(limits.cpuMillis() * NANOS_PER_MILLI)
                .withCpuShares((int) Math.max(2, limits.cpuMillis() * SHARES_PER_CPU / 1_000))
                .withPidsLimit(limits.processes());
    }

    private static List<String> words(Program program, ImageConfiguration image) {
        List<String> words = new ArrayList<>(program.command().isEmpty() ? image.entrypoint() : program.command());
        boolean imageCommandCounts =
                program.command().isEmpty() && program.arguments().isEmpty();
        words.addAll(imageCommandCounts ? image.command() : program.arguments());
        return words;
    }

    private static List<String> environment(Program program, ImageConfiguration image) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String entry : image.environment()) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                environment.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        environment.putAll(new TreeMap<>(program.environment()));
        return environment.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList();
    }

    private static void require(String limit, long wanted, @Nullable Long applied) throws WorkloadException {
        if (!Optional.ofNullable(applied).equals(Optional.of(wanted))) {
            String why = "the engine applies " + applied + " instead of " + wanted;
            throw new WorkloadException(new WorkloadFault.LimitNotEnforceable(limit, why));
        }
    }
}
