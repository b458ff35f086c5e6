package network.millrace.agent.workload.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.millrace.agent.workload.WorkloadException;
import network.millrace.agent.workload.WorkloadFault;

/**
 * The Docker Engine's API, with its failures as faults. Two connections pools: calls must answer in time, streams may be silent for
 * as long as a workload is.
 */
final class Engine implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 64;
    private static final int STREAMS = 4_096;
    private static final long REMOVAL_LOOK_MS = 20;
    private static final int REMOVAL_LOOKS = 500;

    private final DockerClient calls;
    private final DockerClient streams;

    private Engine(DockerClient calls, DockerClient streams) {
        this.calls = calls;
        this.streams = streams;
    }

    /**
     * Connects when the first call is made.
     *
     * @param configuration an empty folder in place of the operator's {@code ~/.docker}: with the credentials there, a tenant could
     *     name the operator's private images
     */
    static Engine at(String host, Path configuration) throws IOException {
        Files.createDirectories(configuration);
        DockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(host)
                .withDockerConfig(configuration.toString())
                .build();
        return new Engine(client(config, CONNECTIONS, ANSWER), client(config, STREAMS, Duration.ZERO));
    }

    private static DockerClient client(DockerClientConfig config, int connections, Duration answer) {
        return DockerClientImpl.getInstance(
                config,
                new ApacheDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .sslConfig(config.getSSLConfig())
                        .maxConnections(connections)
                        .connectionTimeout(CONNECT)
                        .responseTimeout(answer)
                        .build());
    }

    /** Something asked of the engine. */
    @FunctionalInterface
    interface Call<T> {
        T on(DockerClient client);
    }

    /** For what may be silent or take long: following output, transferring images. */
    DockerClient streams() {
        return streams;
    }

    EngineFacts facts() throws WorkloadException {
        return EngineFacts.of(call("asking the Docker Engine what it can do", client -> client.infoCmd()
                .exec()));
    }

    /** @throws WorkloadException {@code RuntimeFailed} when the engine refuses or does not answer */
    <T> T call(String action, Call<T> call) throws WorkloadException {
        try {
            return call.on(calls);
        } catch (RuntimeException e) {
            // docker-java wraps what happens to a connection in plain RuntimeExceptions.
            throw failed(action, e);
        }
    }

    Optional<InspectContainerResponse> container(String name) throws WorkloadException {
        return container(name, false);
    }

    /** @param size whether the engine shall count the bytes of the writable layer, which takes it a walk over its files */
    Optional<InspectContainerResponse> container(String name, boolean size) throws WorkloadException {
        return call("looking at container " + name, client -> {
            try {
                return Optional.of(
                        client.inspectContainerCmd(name).withSize(size).exec());
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    List<Container> containers(Map<String, String> labels) throws WorkloadException {
        return call("listing containers", client -> client.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(labels)
                .exec());
    }

    /** Nothing happens when it runs already. */
    void start(String name) throws WorkloadException {
        call("starting container " + name, client -> {
            try {
                client.startContainerCmd(name).exec();
                return true;
            } catch (NotModifiedException e) {
                return false;
            }
        });
    }

    /** One that has ended already is no error. */
    void signal(String name, String signal) throws WorkloadException {
        call("signalling container " + name, client -> {
            try {
                client.killContainerCmd(name).withSignal(signal).exec();
                return true;
            } catch (ConflictException | NotFoundException e) {
                return false;
            }
        });
    }

    /** Kills what runs, and is back when it is gone; nothing happens when there is none. */
    void remove(String name) throws WorkloadException {
        call("removing container " + name, client -> {
            try {
                client.removeContainerCmd(name)
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
                return true;
            } catch (NotFoundException e) {
                return false;
            } catch (ConflictException e) {
                // Somebody else, perhaps an agent that died meanwhile, has begun to remove it.
                return awaitRemoval(client, name, e);
            }
        });
    }

    private static boolean awaitRemoval(DockerClient client, String name, ConflictException cause) {
        for (int look = 0; look < REMOVAL_LOOKS; look++) {
            try {
                client.inspectContainerCmd(name).exec();
                Thread.sleep(REMOVAL_LOOK_MS);
            } catch (NotFoundException e) {
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw cause;
            }
        }
        throw cause;
    }

    /** The engine's own sentence, without the JSON that it comes in. */
    static String sentence(RuntimeException failure) {
        String message = String.valueOf(failure.getMessage()).strip();
        int begin = message.indexOf("{\"message\":\"");
        int end = message.lastIndexOf("\"}");
        if (failure instanceof DockerException && begin >= 0 && end > begin) {
            message = message.substring(begin + "{\"message\":\"".length(), end).replace("\\\"", "\"");
        }
        return message.replace("\\n", " ").strip();
    }

    static WorkloadException failed(String action, RuntimeException cause) {
        return new WorkloadException(new WorkloadFault.RuntimeFailed(action, sentence(cause)), cause);
    }

    @Override
    public void close() throws IOException {
        calls.close();
        streams.close();
    }
}
