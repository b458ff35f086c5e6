package network.millrace.proof.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import network.millrace.proof.RefusedException;
import network.millrace.proof.Seed;
import network.millrace.proof.graph.Graph;
import network.millrace.proof.graph.Limits;
import network.millrace.proof.metering.FullTiles.Full;
import network.millrace.proof.nodecases.NodeCase;
import network.millrace.proof.nodecases.NodeCases;
import network.millrace.proof.operators.TileRule;
import network.millrace.proof.program.Program;
import network.millrace.proof.program.Programs;
import org.junit.jupiter.api.Test;

/**
 * What tile rules declare of the cost of a link is true: links are computed by code that counts each of its arithmetic
 * instructions. A sample of pieces of every node case each time; {@code -Dmillrace.proof.links.pieces=1000000} takes all.
 */
class LinkCostTest {
    private static final int PIECES = 3;

    /** Instructions on indices and counters, branches and calls: what one operation may come with, and a link at all, which may widen three tiles. */
    private static final long BOOKKEEPING_EACH = 40;

    private static final long BOOKKEEPING = 150_000;

    private final Random random = Seed.random(LinkCostTest.class);
    private final LinkMeter meter = new LinkMeter();
    private final TreeMap<String, Greatest> greatest = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();

    /** The greatest that was seen of an operator. */
    private record Greatest(long declared, long arithmetic, long bookkeeping, long bytes, int tiles) {
        static final Greatest NONE = new Greatest(0, 0, 0, 0, 0);

        Greatest with(Measured link) {
            return new Greatest(
                    Math.max(declared, link.declared()),
                    Math.max(arithmetic, link.work().arithmetic()),
                    Math.max(bookkeeping, link.work().bookkeeping()),
                    Math.max(bytes, link.openedBytes()),
                    Math.max(tiles, link.openedTiles()));
        }
    }

    @Test
    void linksOfAllNodeCasesCostNoMoreThanIsDeclared() throws IOException {
        int pieces = Integer.getInteger("millrace.proof.links.pieces", PIECES);
        long links = 0;
        for (NodeCase nodeCase : NodeCases.known()) {
            Graph graph = nodeCase.graph();
            for (Measured link : meter.ofRun(graph, nodeCase.inputs(graph), random.nextLong(), pieces)) {
                check(nodeCase.name(), link);
                links++;
            }
        }
        report(links);
        assertThat(failures).isEmpty();
        // Whatever operator a program can consist of is among them.
        assertThat(greatest.keySet()).contains("MatMul", "Conv", "ReduceSum", "TopK", "ScatterND", "Pow", "Tan", "Det");
    }

    @Test
    void fullTilesOfEveryTypeCostNoMoreThanIsDeclared() throws IOException {
        FullTiles full = new FullTiles(random);
        long links = 0;
        for (NodeCase nodeCase : NodeCases.known()) {
            Graph graph = nodeCase.graph();
            Program program;
            try {
                program = Programs.forInputs(graph, nodeCase.inputs(graph), Limits.DEFAULT);
            } catch (RefusedException noProgram) {
                continue;
            }
            for (Full one : full.of(program)) {
                links += check(one);
            }
        }
        for (Full one : full.large()) {
            links += check(one);
        }
        report(links);
        assertThat(failures).isEmpty();
    }

    private long check(Full one) {
        List<Measured> links = meter.ofRun(one.graph(), one.inputs(), random.nextLong(), PIECES);
        links.forEach(link -> check(one.title(), link));
        return links.size();
    }

    private void check(String title, Measured link) {
        Work work = link.work();
        TreeSet<String> broken = new TreeSet<>();
        require(broken, "declares", link.declared(), TileRule.COST_MAX);
        require(broken, "computes", work.arithmetic(), link.declared() + LinkMeter.FINDING);
        require(broken, "computes in all", work.arithmetic(), TileRule.COST_MAX);
        require(broken, "keeps books", work.bookkeeping(), BOOKKEEPING_EACH * link.declared() + BOOKKEEPING);
        require(broken, "opens", link.openedBytes(), link.bytesMax());
        require(broken, "opens tiles", link.openedTiles(), TileRule.TILES_MAX);
        require(broken, "declares unforeseen cost", link.declared(), link.foreseenCost());
        if (!broken.isEmpty() && failures.size() < 30) {
            failures.add(title + " " + link.operator() + " " + link.place() + " " + broken);
        }
        greatest.merge(link.operator(), Greatest.NONE.with(link), (all, one) -> all.with(link));
    }

    private static void require(Set<String> broken, String what, long came, long most) {
        if (came > most) {
            broken.add(what + " " + came + ", at most " + most);
        }
    }

    private void report(long links) {
        StringBuilder text = new StringBuilder(String.format(
                "%,d links%n%-20s %9s %9s %12s %8s %5s%n",
                links, "operator", "declared", "measured", "bookkeeping", "opened", "tiles"));
        greatest.forEach((operator, most) -> text.append(String.format(
                "%-20s %,9d %,9d %,12d %,8d %5d%n",
                operator, most.declared(), most.arithmetic(), most.bookkeeping(), most.bytes(), most.tiles())));
        System.out.print(text);
    }
}
