package network.millrace.cli.bench;

import java.util.List;

/** The benches that there are, in the order in which they are listed. */
final class Benchmarks {
    private Benchmarks() {}

    static List<Benchmark> all() {
        return List.of(
                new DeployBench(),
                new StartupBench(),
                new LedgerBench(),
                new MarketBench(),
                new ProofBench(),
                new SamplingBench(),
                new SdlBench());
    }
}
