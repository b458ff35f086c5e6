package network.millrace.agent.workload.sandbox;

/** The parts that root and an ordinary user have in different kinds. Chosen once, by who the agent is. */
record SandboxHost(HostAccess access, WritableLayer layer, WorkloadNetwork network, LimitEnforcement limits) {

    static SandboxHost of(SandboxSettings settings) {
        return SandboxParts.isRoot() ? ofRoot(settings) : ofOrdinaryUser(settings);
    }

    private static SandboxHost ofRoot(SandboxSettings settings) {
        Firewall firewall = new Firewall(settings.share());
        return new SandboxHost(
                new RootAccess(),
                new SandboxDisk(),
                new SandboxNetwork(settings.network(), firewall),
                new ControlGroupLimits(ControlGroups.ofThisMachine()));
    }

    private static SandboxHost ofOrdinaryUser(SandboxSettings settings) {
        UserNamespace namespace = new UserNamespace(settings.home(), settings.share());
        return new SandboxHost(
                namespace, new MemoryLayer(namespace), new RelayedNetwork(namespace), new ProcessLimits(namespace));
    }
}
