package network.millrace.cli.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import network.millrace.cli.output.Progress;

/** What the market costs: whole orders through a node with its disk, a crowd of leases and orders, and the end of a deployment with many leases. */
final class MarketBench implements Benchmark {
    @Override
    public String name() {
        return "market";
    }

    @Override
    public String describe() {
        return "whole orders through a node; blocks beside 100,000 leases and 10,000 full orders; closing a deployment of 2,000 leases";
    }

    @Override
    public List<Figure> run(Progress progress) throws IOException, InterruptedException {
        var figures = new ArrayList<Figure>();
        figures.addAll(new OrderFigures().measure(progress));
        figures.addAll(new ClosingFigures().measure(progress));
        figures.addAll(new CrowdFigures().measure(progress));
        return figures;
    }
}
