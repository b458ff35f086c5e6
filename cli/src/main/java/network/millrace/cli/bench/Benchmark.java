package network.millrace.cli.bench;

import java.util.List;
import network.millrace.cli.output.Progress;

/** Something that is measured. */
interface Benchmark {
    /** The word after {@code millrace bench}. */
    String name();

    /** One line: what is measured. */
    String describe();

    /**
     * Measures; figures in the order in which they are shown.
     *
     * @throws Exception when it cannot be measured here; the message says why
     */
    List<Figure> run(Progress progress) throws Exception;
}
