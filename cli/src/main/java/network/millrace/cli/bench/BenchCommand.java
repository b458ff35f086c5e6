package network.millrace.cli.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.output.ProgressLine;
import network.millrace.cli.output.Style;
import network.millrace.cli.output.Table;
import network.millrace.cli.output.Terminal;
import network.millrace.cli.output.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace bench}: lists the benches, or runs one and shows its figures. */
@Command(
        name = "bench",
        description = "Measure, and compare with the targets. Without a name: list what can be measured.",
        footer = {"", "Example:", "  millrace bench ledger --output json", "  millrace bench proof --only gemm,threads"
        })
public final class BenchCommand extends BaseCommand {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which bench to run.")
    private @Nullable String name;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            description = "Measure some parts only, where a bench has parts; the list of benches names them.")
    private List<String> only = List.of();

    public BenchCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() throws Exception {
        if (name == null) {
            list();
            return;
        }
        Benchmark bench = parts(find(name));
        List<Figure> figures;
        try (ProgressLine progress = progress("bench " + name)) {
            figures = bench.run(progress);
        }
        show(() -> table(bench, figures), () -> json(bench, figures));
    }

    private void list() {
        Table table = Table.of("BENCH", "MEASURES");
        Benchmarks.all().forEach(bench -> table.row(bench.name(), bench.describe() + parts(bench.parts())));
        show(table, "");
    }

    private static String parts(List<String> parts) {
        return parts.isEmpty() ? "" : "; parts: " + String.join(", ", parts);
    }

    private Benchmark parts(Benchmark bench) {
        for (String part : only) {
            if (!bench.parts().contains(part)) {
                throw CommandFailure.missing("bench " + bench.name() + " has no part \"" + part + "\""
                        + (bench.parts().isEmpty() ? "" : "; it has: " + String.join(", ", bench.parts())));
            }
        }
        return only.isEmpty() ? bench : bench.only(only);
    }

    private static Benchmark find(String name) {
        return Benchmarks.all().stream()
                .filter(bench -> bench.name().equals(name))
                .findFirst()
                .orElseThrow(() -> CommandFailure.missing("there is no bench \"" + name + "\"; there are: "
                        + String.join(
                                ", ",
                                Benchmarks.all().stream().map(Benchmark::name).toList())));
    }

    private String table(Benchmark bench, List<Figure> figures) {
        Table table = Table.of("FIGURE", ">VALUE", "UNIT", ">TARGET", "MET");
        for (Figure figure : figures) {
            String met = figure.target() instanceof Figure.Target.None
                    ? ""
                    : figure.met()
                            ? terminal().paint(Style.GOOD, "yes")
                            : terminal().paint(Style.BAD, "no");
            table.row(figure.name(), Text.number(figure.value()), figure.unit(), figure.targetText(), met);
        }
        StringBuilder text = new StringBuilder("bench " + bench.name() + " at " + commit() + " on " + machine())
                .append("\n\n")
                .append(table.text(terminal()));
        bench.remarks().forEach(remark -> text.append('\n').append(remark).append('\n'));
        return text.toString();
    }

    private static Map<String, Object> json(Benchmark bench, List<Figure> figures) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("bench", bench.name());
        object.put("commit", commit());
        object.put("machine", machine());
        object.put("figures", figures.stream().map(Figure::json).toList());
        if (!bench.remarks().isEmpty()) {
            object.put("remarks", bench.remarks());
        }
        return object;
    }

    /** The commit of the checkout that runs, with a plus sign when files differ from it. */
    private static String commit() {
        Path root = Path.of(System.getProperty("millrace.root", "."));
        return git(root, "rev-parse", "--short=12", "HEAD")
                .map(hash -> hash
                        + (git(root, "status", "--porcelain")
                                        .filter(String::isEmpty)
                                        .isPresent()
                                ? ""
                                : "+"))
                .orElse("unknown");
    }

    private static Optional<String> git(Path root, String... words) {
        List<String> command = Stream.concat(Stream.of("git", "-C", root.toString()), Stream.of(words))
                .toList();
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? Optional.of(answer) : Optional.empty();
        } catch (IOException noGit) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Processor, number of them, memory and Java: what one must know to compare figures. */
    private static String machine() {
        return Runtime.getRuntime().availableProcessors() + " x " + firstValue("/proc/cpuinfo", "model name")
                + ", memory " + firstValue("/proc/meminfo", "MemTotal") + ", Java " + Runtime.version();
    }

    private static String firstValue(String file, String key) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        } catch (IOException notLinux) {
            return "unknown";
        }
    }
}
