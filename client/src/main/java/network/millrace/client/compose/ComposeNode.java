package network.millrace.client.compose;

import java.util.List;

/** A part of a compose file with its place, counted from 1 in code points. Aliases share one node, and no node contains itself. */
sealed interface ComposeNode {
    int line();

    int column();

    /** @param plain not in quotes, and no block of text */
    record Scalar(int line, int column, String text, boolean plain) implements ComposeNode {}

    record Sequence(int line, int column, List<ComposeNode> elements) implements ComposeNode {}

    record Mapping(int line, int column, List<Entry> entries) implements ComposeNode {}

    record Entry(Scalar key, ComposeNode value) {}
}
