package network.millrace.cli.proof;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.compute.HeapLimits;
import network.millrace.proof.graph.Limits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a program may take: what the caller says, and else what this process can hold. */
final class LimitOptions {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,18})(B|KiB|MiB|GiB|TiB)?");
    private static final String UNITS = "BKMGT";

    @Option(
            names = "--max-memory",
            paramLabel = "SIZE",
            description =
                    "Most memory of a run, for example 512MiB or 8GiB; what needs more is refused before it runs. Default"
                            + " three quarters of the heap.")
    private @Nullable String memory;

    @Option(
            names = "--max-operations",
            paramLabel = "N",
            description =
                    "Most multiply-adds and element operations of a run, for example 1e12; what needs more is refused"
                            + " before it runs. Default 1e15.")
    private double operations = (double) Limits.DEFAULT.cost();

    Limits limits() {
        Limits here = HeapLimits.here();
        if (!(operations >= 1 && operations <= 0x1p62)) {
            throw CommandFailure.missing("--max-operations is from 1 to 4e18, not " + operations);
        }
        long most = memory == null ? here.memoryBytes() : bytes(memory);
        return new Limits(
                here.fileBytes(),
                here.nodes(),
                here.operations(),
                Math.min(here.initializerBytes(), most),
                most,
                (long) operations,
                here.nesting());
    }

    static long bytes(String size) {
        Matcher matcher = SIZE.matcher(size.strip());
        if (!matcher.matches()) {
            throw CommandFailure.missing(
                    "--max-memory is a number of bytes, or one with a unit as in 512MiB or 8GiB; not " + size);
        }
        String unit = matcher.group(2) == null ? "B" : matcher.group(2).toUpperCase(Locale.ROOT);
        int shift = 10 * UNITS.indexOf(unit.charAt(0));
        long number = Long.parseLong(matcher.group(1));
        if (number < 1 || number > Long.MAX_VALUE >> shift) {
            throw CommandFailure.missing("--max-memory is from 1 B to 8388607 TiB, not " + size);
        }
        return number << shift;
    }
}
