package network.millrace.cli.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.output.ProgressLine;
import network.millrace.cli.output.Terminal;
import network.millrace.proof.RefusedException;
import network.millrace.proof.commitment.Batches;
import network.millrace.proof.training.DataManifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        description = "Read every batch of a manifest, and see that each is what its hash and its roots say.",
        footer = {"", "Example:", "  millrace proof data check text"})
final class ProofDataCheckCommand extends BaseCommand {
    @Parameters(paramLabel = "DATA", description = "The folder, or the manifest in it.")
    private Path data = Path.of("");

    ProofDataCheckCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() throws IOException {
        DataManifest manifest = DataFolder.manifest(data);
        List<DataManifest.Input> inputs = manifest.inputs();
        try (ProgressLine progress = progress("checking " + data)) {
            Batches batches = DataFolder.read(data)
                    .batches(
                            inputs.stream().map(DataManifest.Input::name).toList(),
                            inputs.stream().map(DataManifest.Input::type).toList());
            for (long batch = 0; batch < batches.count(); batch++) {
                progress.report("batch " + batch + " of " + batches.count());
                batches.batch(batch);
            }
        } catch (RefusedException refused) {
            throw CommandFailure.failed(data + ": " + refused.getMessage(), refused);
        }
        show(
                () -> manifest.batches().size() + " batches are as the manifest says; manifest root "
                        + manifest.root().hex(),
                () -> {
                    Map<String, Object> object = new LinkedHashMap<>();
                    object.put("batches", manifest.batches().size());
                    object.put("manifest_root", manifest.root().hex());
                    return object;
                });
    }
}
