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

    /** Parts that can be measured by themselves; none where it is all or nothing. */
    default List<String> parts() {
        return List.of();
    }

    /** The same bench, for some of its parts only. */
    default Benchmark only(List<String> parts) {
        throw new IllegalArgumentException("this bench has no parts");
    }

    /** Sentences about what could not be measured; complete once it has run. */
    default List<String> remarks() {
        return List.of();
    }
}
