package network.millrace.cli.sdl;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.output.Style;
import network.millrace.cli.output.Terminal;
import network.millrace.client.compose.ComposeException;
import network.millrace.client.compose.ComposeImport;
import network.millrace.client.compose.ComposeImport.Imported;
import network.millrace.client.compose.ComposeNote;
import network.millrace.client.compose.ComposeOptions;
import network.millrace.client.compose.DotEnv;
import network.millrace.client.sdl.Sdl;
import network.millrace.client.sdl.SdlException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "compose",
        description = {
            "Print the SDL document that comes closest to a Docker compose file.",
            "",
            "What SDL has no counterpart for, and what had to be chosen, is told on standard error and in comments at the top of the"
                    + " document. Your shell's environment is not read: variables come from --set and --env-file.",
            "Exit codes: 0 made, 1 nothing can be made of the file, 2 wrong usage."
        },
        footer = {
            "",
            "Example:",
            "  millrace sdl import compose docker-compose.yaml > app.yaml",
            "  millrace sdl import compose compose.yaml --env-file .env --image api=ghcr.io/acme/api:1 --volume-size 20Gi"
        })
final class SdlImportComposeCommand extends BaseCommand {
    @Parameters(index = "0", paramLabel = "FILE", description = "The compose file; - is standard input.")
    private String name = "";

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "What a variable stands for; may be repeated.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(
            names = "--env-file",
            paramLabel = "FILE",
            defaultValue = "",
            description = "More variables, NAME=VALUE a line, such as .env.")
    private String environmentFile = "";

    @Option(
            names = "--image",
            paramLabel = "SERVICE=IMAGE",
            description = "The image of a service that compose would build; may be repeated.")
    private Map<String, String> images = new LinkedHashMap<>();

    @Option(
            names = "--volume-size",
            paramLabel = "SIZE",
            defaultValue = ComposeOptions.VOLUME_SIZE,
            description = "Size of each volume; default ${DEFAULT-VALUE}.")
    private String volumeSize = ComposeOptions.VOLUME_SIZE;

    @Option(
            names = "--disk",
            paramLabel = "SIZE",
            defaultValue = ComposeOptions.DISK_SIZE,
            description = "Size of each service's own disk; default ${DEFAULT-VALUE}.")
    private String diskSize = ComposeOptions.DISK_SIZE;

    @Option(
            names = "--cpu",
            paramLabel = "CORES",
            defaultValue = "0.5",
            description = "Cores of a service that has no limit; default ${DEFAULT-VALUE}.")
    private BigDecimal cpu = new BigDecimal("0.5");

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            defaultValue = ComposeOptions.MEMORY_SIZE,
            description = "Memory of a service that has no limit; default ${DEFAULT-VALUE}.")
    private String memorySize = ComposeOptions.MEMORY_SIZE;

    @Option(
            names = "--denom",
            paramLabel = "DENOM",
            defaultValue = "uusd",
            description = "In what prices are; default ${DEFAULT-VALUE}.")
    private String denom = "uusd";

    @Option(
            names = "--price",
            paramLabel = "AMOUNT",
            description =
                    "The most an instance may cost for a pricing period; default 100 for each started core and 5000 for"
                            + " each GPU.")
    private @Nullable BigDecimal price;

    SdlImportComposeCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() throws SdlException {
        ComposeOptions options = options();
        DocumentFile file = new DocumentFile(name);
        String text = text(file);
        try {
            Imported imported = ComposeImport.read(text, options);
            tell(file, imported.notes());
            new ProblemText(terminal())
                    .remarks(
                            "the document made of it",
                            imported.sdl(),
                            Sdl.parse(imported.sdl()).remarks())
                    .lines()
                    .forEach(terminal().err()::println);
            terminal().out().print(imported.sdl());
        } catch (ComposeException problems) {
            tell(file, problems.problems());
            throw CommandFailure.failed("no SDL document can be made of this compose file", problems);
        }
    }

    private String text(DocumentFile file) {
        try {
            return file.text(terminal());
        } catch (DocumentFile.Unreadable unreadable) {
            throw CommandFailure.missing(file.shown() + ": " + unreadable.sentence(), unreadable);
        }
    }

    private void tell(DocumentFile file, List<ComposeNote> notes) {
        for (ComposeNote note : notes) {
            String word =
                    switch (note.kind()) {
                        case PROBLEM -> terminal().paint(Style.BAD, "error");
                        case LEFT_OUT -> terminal().paint(Style.NOTICE, "left out");
                        case CHANGED -> "changed";
                    };
            String place = note.line() > 0 ? ":" + note.line() + ":" + note.column() : "";
            String path = note.path().isEmpty() ? "" : note.path() + ": ";
            terminal().err().println(file.shown() + place + ": " + word + ": " + path + note.message());
        }
    }

    private ComposeOptions options() {
        Map<String, String> variables = new LinkedHashMap<>();
        if (!environmentFile.isEmpty()) {
            variables.putAll(DotEnv.parse(text(new DocumentFile(environmentFile))));
        }
        variables.putAll(set);
        long cpuMillis = cpu.movePointRight(3).longValue();
        return new ComposeOptions(variables, images, volumeSize, diskSize, cpuMillis, memorySize, denom, price);
    }
}
