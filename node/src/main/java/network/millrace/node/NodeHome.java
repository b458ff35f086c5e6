package network.millrace.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import network.millrace.ledger.Ledger;
import network.millrace.ledger.kernel.Rejection;
import network.millrace.node.config.ConfigException;
import network.millrace.node.config.NodeConfig;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.registry.JsonMapping;

/**
 * A node's folder: {@code genesis.json}, {@code config.yaml} and {@code data} with the block log and the state.
 *
 * @param folder where it lies
 */
public record NodeHome(Path folder) {

    /** The network's first state, as JSON. */
    public Path genesisFile() {
        return folder.resolve("genesis.json");
    }

    /** The operator's settings. */
    public Path configFile() {
        return folder.resolve("config.yaml");
    }

    /** The block log: what must be kept. */
    public Path blocksFolder() {
        return folder.resolve("data").resolve("blocks");
    }

    /** State and index: rebuilt from the block log when absent. */
    public Path stateFolder() {
        return folder.resolve("data").resolve("state");
    }

    /** Whether {@link #initialize} has been called here. */
    public boolean isInitialized() {
        return Files.exists(genesisFile());
    }

    /**
     * Writes genesis and configuration of a new node.
     *
     * @throws ConfigException when there is a node already, or the genesis is not right
     */
    public void initialize(Genesis genesis, NodeConfig config) {
        if (isInitialized()) {
            throw new ConfigException(
                    "there is a node in " + folder + " already: take another folder, or start that one");
        }
        requireRight(genesis);
        try {
            Files.createDirectories(folder);
            Files.writeString(configFile(), config.toYaml());
            // Last, because its presence says that the home is complete.
            Files.writeString(genesisFile(), JsonMapping.printIndented(genesis) + "\n", StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new ConfigException("cannot write the node's files in " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Reads the genesis file. Throws {@link ConfigException} when it is absent or not right. */
    public Genesis genesis() {
        try {
            return JsonMapping.parse(read(genesisFile()), Genesis.getDefaultInstance());
        } catch (MalformedException e) {
            throw new ConfigException(genesisFile() + ": " + e.getMessage(), e);
        }
    }

    /** Reads the configuration; an absent file is all defaults. Throws {@link ConfigException} when it is not right. */
    public NodeConfig config() {
        return Files.exists(configFile())
                ? NodeConfig.parse(read(configFile()), configFile().toString())
                : NodeConfig.DEFAULT;
    }

    private static void requireRight(Genesis genesis) {
        try {
            Ledger.genesis(genesis);
        } catch (MalformedException | Rejection e) {
            throw new ConfigException("the genesis cannot begin a network: " + e.getMessage(), e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new ConfigException("there is no file " + file + ": run `millrace init` first", e);
        } catch (IOException e) {
            throw new ConfigException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
