package network.millrace.cli.sdl;

import java.nio.charset.StandardCharsets;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.output.Json;
import network.millrace.cli.output.Terminal;
import network.millrace.client.sdl.SdlDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "manifest",
        description = {
            "Print a document's manifest: what the provider is told to run. Its hash is on the ledger, itself it is not.",
            "",
            "--canonical prints the very bytes that are hashed and sent, without a line's end."
        },
        footer = {
            "",
            "Example:",
            "  millrace sdl manifest web.yaml",
            "  millrace sdl manifest web.yaml --canonical | sha256sum"
        })
final class SdlManifestCommand extends BaseCommand {
    @Mixin
    private OneDocument document = new OneDocument();

    @Option(names = "--canonical", description = "The bytes whose SHA-256 is the manifest's version.")
    private boolean canonical;

    SdlManifestCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() {
        SdlDocument read = document.read(terminal());
        if (canonical) {
            terminal().out().print(new String(read.canonicalJson(), StandardCharsets.UTF_8));
            terminal().out().flush();
            return;
        }
        show(() -> JsonLayout.of(read.manifestJson()), () -> new Json.Raw(read.manifestJson()));
    }
}
