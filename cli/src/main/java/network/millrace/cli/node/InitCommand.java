package network.millrace.cli.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.command.Party;
import network.millrace.cli.local.NewNetwork;
import network.millrace.cli.output.Terminal;
import network.millrace.ledger.genesis.Endowment;
import network.millrace.node.NodeHome;
import network.millrace.node.config.NodeConfig;
import network.millrace.protocol.address.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace init}: a new development network in this home. */
@Command(
        name = "init",
        description = {
            "Make a new development network: its genesis and its node's configuration.",
            "",
            "Every account named with --fund starts with 1,000,000 mil for fees and 10,000 usd for leases."
        },
        footer = {"", "Example:", "  millrace init --chain-id my-net-1 --fund tenant --fund provider"})
public final class InitCommand extends BaseCommand {
    @Option(
            names = "--chain-id",
            paramLabel = "ID",
            defaultValue = "millrace-dev-1",
            description = "What the network is called; part of everything that is signed. Default ${DEFAULT-VALUE}.")
    private String chainId = "";

    @Option(
            names = "--fund",
            paramLabel = "WHO",
            description = "An account with money from the start: an address, or the name of a key. May be repeated.")
    private List<String> funded = new ArrayList<>();

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "26660",
            description = "Where the node shall answer; 0 takes a free port at each start. Default ${DEFAULT-VALUE}.")
    private int port;

    public InitCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() {
        if (funded.isEmpty()) {
            throw CommandFailure.missing(
                    "a network needs somebody with money: make a key with `millrace keys add tenant` and add"
                            + " --fund tenant");
        }
        List<Endowment> endowments = funded.stream()
                .map(who -> NewNetwork.endowment(new Party(home()).address(who)))
                .toList();
        NodeHome node = new NodeHome(home().node());
        node.initialize(
                NewNetwork.genesis(chainId, System.currentTimeMillis(), endowments),
                NodeConfig.DEFAULT.with("api.port", Integer.toString(port)));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("chain_id", chainId);
        facts.put("genesis", node.genesisFile().toString());
        facts.put("config", node.configFile().toString());
        facts.put(
                "funded",
                endowments.stream()
                        .map(Endowment::address)
                        .map(Address::toString)
                        .toList());
        show(
                () -> "network " + chainId + " with " + endowments.size() + " funded accounts\n" + "genesis  "
                        + node.genesisFile() + "\nconfig   " + node.configFile()
                        + "\n\nnext: millrace node start",
                () -> facts);
    }
}
