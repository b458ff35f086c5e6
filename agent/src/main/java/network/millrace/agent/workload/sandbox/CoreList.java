package network.millrace.agent.workload.sandbox;

import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Cores as the kernel lists them: {@code 0-3,8}. */
final class CoreList {

    private CoreList() {}

    static NavigableSet<Integer> parse(String text) {
        NavigableSet<Integer> cores = new TreeSet<>();
        for (String part : text.split(",")) {
            String[] ends = part.split("-");
            if (!part.matches("[0-9]{1,6}(-[0-9]{1,6})?")) {
                throw new IllegalArgumentException("a list of cores looks like 0-3,8, not \"" + text + "\"");
            }
            IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
                    .forEach(cores::add);
        }
        return cores;
    }
}
