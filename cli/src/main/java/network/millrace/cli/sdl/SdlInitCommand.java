package network.millrace.cli.sdl;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.output.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "init",
        description = "Begin an SDL document: a file with a comment at each line that you will want to change.",
        footer = {
            "",
            "Example:",
            "  millrace sdl init                               print a web page's document",
            "  millrace sdl init --variant gpu-inference -o model.yaml"
        })
final class SdlInitCommand extends BaseCommand {
    private static final List<String> VARIANTS = List.of("web", "gpu-inference", "batch");

    @Option(
            names = "--variant",
            paramLabel = "KIND",
            defaultValue = "web",
            description = "web, gpu-inference or batch; default web.")
    private String variant = "web";

    @Option(names = "-o", paramLabel = "FILE", description = "Write to this file instead of standard output.")
    private @Nullable Path file;

    @Option(names = "--force", description = "Replace the file when it is there.")
    private boolean force;

    SdlInitCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() throws IOException {
        if (!VARIANTS.contains(variant)) {
            throw CommandFailure.missing(
                    "there is no variant \"" + variant + "\"; there are: " + String.join(", ", VARIANTS));
        }
        String document = template(variant);
        if (file == null) {
            terminal().out().print(document);
            return;
        }
        write(file, document);
        terminal().err().println("wrote " + file + "; next: ./millrace sdl explain " + file);
    }

    private void write(Path target, String document) throws IOException {
        Set<StandardOpenOption> options = force
                ? Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)
                : Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            Files.writeString(target, document, options.toArray(StandardOpenOption[]::new));
        } catch (FileAlreadyExistsException taken) {
            throw CommandFailure.missing(target + " is there already; --force replaces it", taken);
        } catch (NoSuchFileException noFolder) {
            throw CommandFailure.missing("there is no folder for " + target, noFolder);
        }
    }

    static List<String> variants() {
        return VARIANTS;
    }

    private static String template(String name) throws IOException {
        return Bundled.text("init-" + name + ".yaml");
    }
}
