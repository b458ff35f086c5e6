package network.millrace.cli;

import java.util.List;
import java.util.function.Function;
import network.millrace.cli.bench.BenchCommand;
import network.millrace.cli.demo.DemoCommand;
import network.millrace.cli.demo.UpCommand;
import network.millrace.cli.keys.KeysCommand;
import network.millrace.cli.ledger.BalanceCommand;
import network.millrace.cli.ledger.EscrowCommand;
import network.millrace.cli.ledger.ParamsCommand;
import network.millrace.cli.ledger.SendCommand;
import network.millrace.cli.ledger.TransactionCommand;
import network.millrace.cli.market.BidsCommand;
import network.millrace.cli.market.CloseCommand;
import network.millrace.cli.market.DeployCommand;
import network.millrace.cli.market.LeaseCommand;
import network.millrace.cli.market.LeasesCommand;
import network.millrace.cli.market.OrdersCommand;
import network.millrace.cli.node.InitCommand;
import network.millrace.cli.node.NodeCommand;
import network.millrace.cli.output.Terminal;
import network.millrace.cli.proof.ProofCommand;
import network.millrace.cli.provider.ProviderCommand;
import network.millrace.cli.sdl.SdlCommand;
import picocli.CommandLine;

/**
 * The commands in the order in which help lists them. A command's class is loaded and read only when it is the one that was called: reading all
 * of them would take longer than most commands take.
 */
final class Commands {
    private static final List<Entry> ALL = List.of(
            new Entry("keys", KeysCommand::line),
            new Entry("demo", DemoCommand::line),
            new Entry("up", UpCommand::new),
            new Entry("init", InitCommand::new),
            new Entry("node", NodeCommand::line),
            new Entry("provider", ProviderCommand::line),
            new Entry("sdl", SdlCommand::line),
            new Entry("deploy", DeployCommand::new),
            new Entry("close", CloseCommand::new),
            new Entry("orders", OrdersCommand::new),
            new Entry("bids", BidsCommand::new),
            new Entry("leases", LeasesCommand::new),
            new Entry("lease", LeaseCommand::line),
            new Entry("escrow", EscrowCommand::line),
            new Entry("balance", BalanceCommand::new),
            new Entry("send", SendCommand::new),
            new Entry("tx", TransactionCommand::new),
            new Entry("params", ParamsCommand::new),
            new Entry("proof", ProofCommand::line),
            new Entry("bench", BenchCommand::new),
            new Entry("version", VersionCommand::new));

    private record Entry(String name, Function<Terminal, Object> create) {}

    private Commands() {}

    /** Adds the command that the arguments call; all of them when they call none, so that help can list them. */
    static void add(CommandLine line, String[] arguments, Terminal terminal) {
        List<Entry> called = ALL.stream()
                .filter(entry -> arguments.length > 0 && entry.name.equals(arguments[0]))
                .toList();
        for (Entry entry : called.isEmpty() ? ALL : called) {
            line.addSubcommand(entry.name, entry.create.apply(terminal));
        }
    }
}
