package network.millrace.cli.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder in which a person's keys, node and providers are kept, and where in it each thing lies. */
public record Home(Path folder) {

    public Path keys() {
        return folder.resolve("keys");
    }

    /** A node's genesis.json, node.properties and data/. */
    public Path node() {
        return folder.resolve("node");
    }

    /** One provider's configuration, certificate, journal and workloads. */
    public Path provider(String name) {
        return folder.resolve("providers").resolve(name);
    }

    public Path providers() {
        return folder.resolve("providers");
    }

    public Path images() {
        return folder.resolve("images");
    }

    public Path config() {
        return folder.resolve("config");
    }

    /** The node that was last started from this home. */
    Optional<URI> nodeAddress() {
        Path file = nodeAddressFile();
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(URI.create(Files.readString(file).strip()));
        } catch (IOException | IllegalArgumentException broken) {
            throw CommandFailure.missing(
                    "cannot read the node's address from " + file + ": " + broken.getMessage()
                            + "; give it with --node URL, or delete the file",
                    broken);
        }
    }

    public void rememberNodeAddress(URI address) throws IOException {
        Files.createDirectories(config());
        Files.writeString(nodeAddressFile(), address + "\n");
    }

    private Path nodeAddressFile() {
        return config().resolve("node-address");
    }
}
