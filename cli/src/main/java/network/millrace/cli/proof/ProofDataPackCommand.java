package network.millrace.cli.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.millrace.cli.command.BaseCommand;
import network.millrace.cli.command.CommandFailure;
import network.millrace.cli.output.ProgressLine;
import network.millrace.cli.output.Table;
import network.millrace.cli.output.Terminal;
import network.millrace.proof.RefusedException;
import network.millrace.proof.training.DataManifest;
import network.millrace.proof.training.DataPacker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "pack",
        description = {
            "Cut arrays into batches of N rows, each a file that is named by its SHA-256, and write a manifest of them.",
            "",
            "`proof train --data` takes the folder. It reads one batch at a time and checks it, so the data may be larger than"
                    + " memory; so may they be here, in several files, of which one is read at a time."
        },
        footer = {
            "",
            "Example:",
            "  millrace proof data pack text.npz --batch 16 --outputs text",
            "  millrace proof data pack part1.npz part2.npz --batch 16 --order x,target --outputs all",
            "  millrace proof train model.onnx --loss cross-entropy:scores --data text --steps 100"
        })
final class ProofDataPackCommand extends BaseCommand {
    @Parameters(paramLabel = "IN", arity = "1..*", description = "Arrays with as many rows each, .npz or .safetensors.")
    private List<Path> files = List.of();

    @Option(names = "--batch", paramLabel = "N", required = true, description = "How many rows make a batch.")
    private int rows;

    @Option(names = "--outputs", paramLabel = "FOLDER", required = true, description = "Where the data are written.")
    private Path folder = Path.of("");

    @Option(
            names = "--order",
            paramLabel = "NAMES",
            split = ",",
            description =
                    "In which order the job takes the inputs, so that the root shown is that of the job; default by name.")
    private List<String> order = List.of();

    ProofDataPackCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void execute() throws IOException {
        DataFolder data = new DataFolder(folder);
        DataPacker packer = packer();
        try (ProgressLine progress = progress("reading")) {
            for (Path file : files) {
                progress.report("packing " + file);
                try {
                    packer.add(TensorFile.read(file), (batch, bytes) -> data.keep(batch.sha256(), bytes));
                } catch (RefusedException refused) {
                    throw CommandFailure.failed(file + ": " + refused.getMessage(), refused);
                }
            }
            DataManifest manifest = packer.manifest();
            Files.createDirectories(folder);
            TensorFile.replace(folder.resolve(DataFolder.MANIFEST), manifest.write());
            tell(manifest);
        } catch (RefusedException refused) {
            throw CommandFailure.failed(refused.getMessage(), refused);
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    private DataPacker packer() {
        try {
            return new DataPacker(rows, order);
        } catch (RefusedException refused) {
            throw CommandFailure.missing("--batch: " + refused.getMessage());
        }
    }

    private void tell(DataManifest manifest) {
        long bytes =
                manifest.batches().stream().mapToLong(DataManifest.Batch::bytes).sum();
        show(
                () -> {
                    Table inputs = Table.of("INPUT", "A BATCH OF IT");
                    manifest.inputs().forEach(input -> inputs.row(input.name(), input.type()));
                    return inputs.text(terminal()) + "\n"
                            + Table.of("WHAT", "VALUE")
                                    .row("batches", manifest.batches().size())
                                    .row("bytes", bytes)
                                    .row("manifest root", manifest.root().hex())
                                    .row("written to", folder.resolve(DataFolder.MANIFEST) + ", sha256/")
                                    .text(terminal());
                },
                () -> {
                    Map<String, Object> object = new LinkedHashMap<>();
                    object.put("batches", manifest.batches().size());
                    object.put("bytes", bytes);
                    object.put("manifest_root", manifest.root().hex());
                    object.put("manifest", folder.resolve(DataFolder.MANIFEST).toString());
                    return object;
                });
    }
}
