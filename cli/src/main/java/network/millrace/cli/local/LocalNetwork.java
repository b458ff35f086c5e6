package network.millrace.cli.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.command.Party;
import network.millrace.cli.output.Progress;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.address.Address;

/**
 * A network on this machine whose node and agents are processes of their own, so that any of them can be killed. Used by one thread; {@link #close}
 * may come from another.
 */
public final class LocalNetwork implements AutoCloseable {
    private static final String NODE = "node";

    private final LocalPlan plan;
    private final Map<String, ChildProcess> agents = new LinkedHashMap<>();
    private final List<ChildProcess> started = new ArrayList<>();
    private URI node = URI.create("http://127.0.0.1:0");
    private boolean closed;

    private LocalNetwork(LocalPlan plan) {
        this.plan = plan;
    }

    /** Makes the network when the home has none, and starts node and agents. */
    public static LocalNetwork start(LocalPlan plan, Progress progress) throws IOException, InterruptedException {
        LocalNetwork network = new LocalNetwork(plan);
        try {
            network.start(progress);
            return network;
        } catch (IOException | InterruptedException | RuntimeException failure) {
            network.close();
            throw failure;
        }
    }

    private void start(Progress progress) throws IOException, InterruptedException {
        LocalHome home = new LocalHome(plan);
        if (!home.isPrepared()) {
            progress.report("making a network in " + plan.home().folder());
            home.prepare();
        }
        progress.report("starting the node");
        ChildProcess nodeProcess = launch(NODE, List.of("node", "start"));
        node = url(nodeProcess.awaitReady());
        progress.report("starting " + plan.providers().size() + " providers");
        for (ProviderPlan provider : plan.providers()) {
            agents.put(provider.name(), launchAgent(provider.name()));
        }
        for (ChildProcess agent : agents.values()) {
            agent.awaitReady();
        }
    }

    private ChildProcess launchAgent(String provider) throws IOException {
        return launch(
                provider,
                List.of(
                        "provider",
                        "start",
                        provider,
                        "--node",
                        node.toString(),
                        "--images",
                        plan.workshop().images().toString()));
    }

    private synchronized ChildProcess launch(String name, List<String> command) throws IOException {
        if (closed) {
            throw CommandFailure.failed("the network is ending");
        }
        List<String> arguments = new ArrayList<>(command);
        arguments.addAll(List.of("--home", plan.home().folder().toString(), "--with-parent", "--output", "json"));
        ChildProcess child = ChildProcess.launch(name, logs().resolve(name + ".log"), arguments);
        started.add(child);
        return child;
    }

    /** The address in a ready line; it is the only URL there. */
    private static URI url(String ready) {
        int from = ready.indexOf("\"http");
        int to = ready.indexOf('"', from + 1);
        if (from < 0 || to < 0) {
            throw new MalformedException(
                    "a node that starts says its url; this one said " + MalformedException.quote(ready));
        }
        return URI.create(ready.substring(from + 1, to));
    }

    public LocalPlan plan() {
        return plan;
    }

    public URI node() {
        return node;
    }

    /** Where each process writes its log. */
    public Path logs() {
        return plan.home().folder().resolve("logs");
    }

    public Address address(String key) {
        return new Party(plan.home()).address(key);
    }

    /** The process of a provider's agent. */
    public ChildProcess agent(String provider) {
        ChildProcess agent = agents.get(provider);
        if (agent == null) {
            throw new IllegalArgumentException("there is no provider " + provider + ", only " + agents.keySet());
        }
        return agent;
    }

    /** Starts a provider's agent that has ended or was killed, and waits until it serves. */
    public ChildProcess restart(String provider) throws IOException, InterruptedException {
        started.remove(agent(provider));
        ChildProcess agent = launchAgent(provider);
        agents.put(provider, agent);
        agent.awaitReady();
        return agent;
    }

    /** Waits until one of the processes has ended by itself, and says which. */
    public String awaitFailure() throws InterruptedException {
        while (true) {
            for (ChildProcess child : started) {
                if (!child.isAlive()) {
                    return child.name();
                }
            }
            Thread.sleep(500);
        }
    }

    /** Ends all processes: agents first, since they still talk to the node. */
    @Override
    public synchronized void close() {
        closed = true;
        List<ChildProcess> agentsFirst = started.reversed();
        agentsFirst.stream().filter(child -> !child.name().equals(NODE)).forEach(ChildProcess::askToEnd);
        for (ChildProcess child : agentsFirst) {
            child.askToEnd();
            child.awaitEnd();
        }
        started.clear();
    }
}
