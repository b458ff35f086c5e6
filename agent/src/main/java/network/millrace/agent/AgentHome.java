package network.millrace.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import network.millrace.agent.settings.AgentSettings;

/**
 * Where one provider keeps what it has.
 *
 * <pre>
 *   config.yaml    settings
 *   certificate/   the door's certificates and keys, readable by the owner only
 *   journal/       what must survive a restart
 *   used-tokens    tokens that have opened the door and could still be valid
 *   workloads/     the backend's
 * </pre>
 */
public record AgentHome(Path folder) {

    public Path settingsFile() {
        return folder.resolve("config.yaml");
    }

    public Path certificates() {
        return folder.resolve("certificate");
    }

    public Path journal() {
        return folder.resolve("journal");
    }

    public Path usedTokens() {
        return folder.resolve("used-tokens");
    }

    public Path workloads() {
        return folder.resolve("workloads");
    }

    /**
     * Reads the settings; every setting has its default when there is no file.
     *
     * @throws IOException when the file is there and cannot be read
     * @throws network.millrace.agent.settings.SettingsException when it is not right
     */
    public AgentSettings settings() throws IOException {
        Path file = settingsFile();
        return Files.exists(file)
                ? AgentSettings.parse(Files.readString(file, StandardCharsets.UTF_8), file.toString())
                : AgentSettings.DEFAULT;
    }

    /** Writes the settings with help and bounds, making the folder when needed. */
    public void write(AgentSettings settings) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(settingsFile(), settings.toYaml(), StandardCharsets.UTF_8);
    }
}
