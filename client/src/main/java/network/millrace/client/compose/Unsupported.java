package network.millrace.client.compose;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The keys of compose that have no counterpart in SDL, each with the reason or the way around. */
final class Unsupported {
    private static final Map<String, String> SERVICE = reasons("""
            annotations        providers do not read annotations
            attach             the output is asked for with `millrace lease logs`
            blkio_config       SDL does not limit the rate of disks
            build              images are not built by a provider
            cap_add            a provider grants no capabilities beyond its own set
            cap_drop           a provider drops capabilities by its own rules
            cgroup             the provider decides about namespaces
            cgroup_parent      the provider decides about control groups
            configs            there are no configs: put the file into the image, or its content into the environment
            cpu_count          say how many cores with cpus
            cpu_percent        say how many cores with cpus
            cpu_period         say how many cores with cpus
            cpu_quota          say how many cores with cpus
            cpu_rt_period      the provider decides about the scheduler
            cpu_rt_runtime     the provider decides about the scheduler
            cpu_shares         say how many cores with cpus
            cpuset             the provider chooses the cores
            credential_spec    there are no Windows containers
            develop            this is for work on your machine
            device_cgroup_rules  devices beside GPUs cannot be had
            devices            devices beside GPUs cannot be had
            dns                the provider's name servers are used
            dns_opt            the provider's name servers are used
            dns_search         the provider's name servers are used
            domainname         a service is called by its name
            env_file           the file stays on your machine: write its variables under environment
            extends            what it takes over from elsewhere is missing here: write it into this service
            external_links     a service reaches those of its own deployment only
            extra_hosts        there is no /etc/hosts of your own: put the addresses into the environment
            group_add          the image decides about users and groups
            healthcheck        a service counts as ready when its port accepts a connection
            init               put an init such as tini into the image if the program needs one
            ipc                the provider decides about namespaces
            isolation          the provider decides how workloads are walled off
            label_file         providers do not read labels
            labels             providers do not read labels
            logging            the output is asked for with `millrace lease logs`
            mac_address        the provider's network gives addresses
            mem_swappiness     there is no swap to set
            memswap_limit      there is no swap to set
            models             there are no models beside services: run one as a service of its own
            network_mode       a service has a network namespace of its own, and reaches others by their names
            oom_kill_disable   who uses more memory than asked for is ended
            oom_score_adj      who uses more memory than asked for is ended
            pid                the provider decides about namespaces
            pids_limit         the provider limits processes
            post_start         there are no hooks: start it from the command
            pre_stop           there are no hooks: handle SIGTERM in the program
            privileged         a workload is never privileged
            provider           only containers can be run
            pull_policy        the provider fetches the image when the lease begins
            read_only          the service's own disk is always writable
            runtime            the provider chooses the runtime
            secrets            there are no secrets yet: what stands in the manifest is read by the provider
            security_opt       the provider's walls cannot be changed
            stdin_open         there is no terminal at the start
            stop_grace_period  the provider decides how long a stop may take
            stop_signal        a stop is SIGTERM, then SIGKILL
            sysctls            the provider's kernel is not set by tenants
            tty                there is no terminal at the start
            ulimits            the provider's limits hold
            use_api_socket     there is no Docker to talk to
            user               the image decides about the user: set it there
            userns_mode        there is always a user namespace of its own
            uts                the provider decides about namespaces
            volumes_from       a volume belongs to one service
            working_dir        the image decides about the folder: set it there, or begin the command with cd
            """);

    private static final Map<String, String> DEPLOY = reasons("""
            endpoint_mode      the provider decides how instances are reached
            labels             providers do not read labels
            mode               there are no machines of yours to run it on each: say how many with replicas
            placement          say it with attributes under profiles.placement
            rollback_config    a new manifest that does not run is taken back by the provider
            update_config      a new manifest replaces the old one at once
            """);

    private static final Map<String, String> TOP = reasons("""
            configs            there are no configs: put the file into the image, or its content into the environment
            include            the other file is not read: import it by itself, or merge them with `docker compose config`
            models             there are no models beside services: run one as a service of its own
            secrets            there are no secrets yet: what stands in the manifest is read by the provider
            """);

    private static final Map<String, String> VOLUME = reasons("""
            driver             the provider's own storage is used
            driver_opts        the provider's own storage is used; of the options only size is taken
            external           the volume begins empty: what is in yours does not come along
            labels             providers do not read labels
            name               a volume has no name outside of its deployment
            """);

    private Unsupported() {}

    private static Map<String, String> reasons(String table) {
        Map<String, String> reasons = new LinkedHashMap<>();
        table.lines().forEach(line -> {
            String[] parts = line.strip().split("\\s+", 2);
            reasons.put(parts[0], parts[1]);
        });
        return Map.copyOf(reasons);
    }

    /** Notes every key of a service beside those that were taken. */
    static void ofService(Map<String, Value> fields, Set<String> taken) {
        leaveOut(fields, taken, SERVICE, "a service");
    }

    static void ofDeploy(Map<String, Value> fields, Set<String> taken) {
        leaveOut(fields, taken, DEPLOY, "deploy");
    }

    static void ofFile(Map<String, Value> fields, Set<String> taken) {
        leaveOut(fields, taken, TOP, "the top level");
    }

    static void ofVolume(Map<String, Value> fields, Set<String> taken) {
        leaveOut(fields, taken, VOLUME, "a volume");
    }

    private static void leaveOut(
            Map<String, Value> fields, Set<String> taken, Map<String, String> reasons, String owner) {
        fields.forEach((key, value) -> {
            if (!taken.contains(key) && !key.startsWith("x-")) {
                value.leftOut(reasons.getOrDefault(key, "compose knows no such key of " + owner));
            }
        });
    }
}
