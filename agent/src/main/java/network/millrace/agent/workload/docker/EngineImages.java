package network.millrace.agent.workload.docker;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.HostConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;
import network.millrace.agent.workload.image.ImageArchive;
import network.millrace.agent.workload.image.ImageConfiguration;
import network.millrace.agent.workload.image.ImageProblem;
import network.millrace.agent.workload.image.OciLayout;
import network.millrace.agent.workload.image.OciLayoutWriter;

/** What the engine's image store is asked to do. */
final class EngineImages {

    private static final int PIPE_BYTES = 1 << 16;
    private static final String TAG = "made";

    private final Engine engine;

    private final Path drafts;

    /** @param drafts a folder where images to be sent are put together */
    EngineImages(Engine engine, Path drafts) {
        this.engine = engine;
        this.drafts = drafts;
    }

    Optional<InspectImageResponse> find(String name) throws WorkloadException {
        return engine.call("looking at image " + name, client -> {
            try {
                return Optional.of(client.inspectImageCmd(name).exec());
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    /** Sends an image of a layout that nobody else may write. */
    InspectImageResponse load(OciLayout layout, OciLayout.Image image, String name) throws WorkloadException {
        AtomicReference<Optional<IOException>> broken = new AtomicReference<>(Optional.empty());
        try (PipedInputStream in = new PipedInputStream(PIPE_BYTES)) {
            PipedOutputStream out = new PipedOutputStream(in);
            Thread writer = Thread.ofVirtual().name("image-archive").start(() -> {
                try (OutputStream archive = out) {
                    ImageArchive.write(layout, image, name, archive);
                } catch (IOException e) {
                    broken.set(Optional.of(e));
                }
            });
            engine.streams().loadImageCmd(in).exec();
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(name, "interrupted");
        } catch (IOException e) {
            throw failed(name, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            throw Engine.failed("loading image " + name, e);
        }
        if (broken.get().isPresent()) {
            throw failed(name, String.valueOf(broken.get().get().getMessage()));
        }
        return find(name).orElseThrow(() -> failed(name, "the engine took it and does not know it"));
    }

    /**
     * Makes one layer of an image, without the volumes that it declares. The engine would put each of those beside the writable layer,
     * where no limit reaches.
     */
    InspectImageResponse flatten(String source, String name) throws WorkloadException {
        String container = engine.call("opening image " + source, client -> client.createContainerCmd(source)
                .withEntrypoint("/never-started")
                .withHostConfig(HostConfig.newHostConfig().withNetworkMode("none"))
                .exec()
                .getId());
        try (InputStream files = engine.streams().exportContainerCmd(container).exec()) {
            return make(name, writer -> writer.archive(files));
        } catch (IOException e) {
            throw failed(source, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            throw Engine.failed("flattening image " + source, e);
        } finally {
            engine.remove(container);
        }
    }

    /** What an image is made of. */
    @FunctionalInterface
    interface Content {
        void addTo(OciLayoutWriter writer) throws IOException;
    }

    /** Makes an image that says nothing about how it is started. */
    InspectImageResponse make(String name, Content content) throws WorkloadException, IOException {
        Files.createDirectories(drafts);
        WorkloadFiles draft = new WorkloadFiles(Files.createTempDirectory(drafts, "draft-"));
        try {
            OciLayoutWriter writer = new OciLayoutWriter(draft.directory());
            content.addTo(writer);
            writer.write(TAG, ImageConfiguration.running(List.of(), List.of()));
            OciLayout layout = new OciLayout(draft.directory());
            return load(layout, layout.image(TAG), name);
        } catch (ImageProblem e) {
            throw failed(name, String.valueOf(e.getMessage()));
        } finally {
            draft.delete();
        }
    }

    /** Only a name is taken away when somebody else has another for the same image, and nothing when it runs. */
    void forget(String name) throws WorkloadException {
        engine.call("removing image " + name, client -> {
            try {
                client.removeImageCmd(name).exec();
                return true;
            } catch (NotFoundException e) {
                return false;
            }
        });
    }

    static String id(InspectImageResponse image) {
        return requireNonNull(image.getId(), "the engine knows each image by an id");
    }

    static ImageConfiguration configuration(InspectImageResponse image) {
        ContainerConfig config = requireNonNullElse(image.getConfig(), new ContainerConfig());
        return new ImageConfiguration(
                List.of(requireNonNullElse(config.getEntrypoint(), new String[0])),
                List.of(requireNonNullElse(config.getCmd(), new String[0])),
                List.of(requireNonNullElse(config.getEnv(), new String[0])),
                new ImageConfiguration.Place(
                        requireNonNullElse(config.getWorkingDir(), ""), requireNonNullElse(config.getUser(), "")),
                stopSignal(image));
    }

    /** A field that docker-java has no accessor for. */
    private static String stopSignal(InspectImageResponse image) {
        return image.getRawValues().get("Config") instanceof Map<?, ?> config
                        && config.get("StopSignal") instanceof String signal
                ? signal
                : "";
    }

    static boolean declaresVolumes(InspectImageResponse image) {
        ContainerConfig config = requireNonNullElse(image.getConfig(), new ContainerConfig());
        return !requireNonNullElse(config.getVolumes(), Map.of()).isEmpty();
    }

    private static WorkloadException failed(String image, String detail) {
        return new WorkloadException(new WorkloadFault.RuntimeFailed("loading image " + image, detail));
    }
}
