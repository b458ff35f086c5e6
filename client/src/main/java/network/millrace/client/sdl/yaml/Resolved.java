package network.millrace.client.sdl.yaml;

/** What a scalar stands for. */
public sealed interface Resolved {
    record Null() implements Resolved {}

    record Bool(boolean value) implements Resolved {}

    /**
     * A whole number that 64 bits can hold.
     *
     * @param value negative numbers as they are, from 2^63 on {@link Long#MAX_VALUE}
     * @param octal written with a leading zero, which many take for nothing
     */
    record Whole(long value, boolean octal) implements Resolved {}

    record Fractional(double value) implements Resolved {}

    record Text(String value) implements Resolved {}

    /** It has a tag that it does not keep to. */
    record Contradictory() implements Resolved {}
}
