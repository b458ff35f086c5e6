package network.millrace.agent.workload.docker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import network.millrace.agent.testkit.PlainDoor;

/** A registry (OCI distribution specification, reading only) with one image made of a layer, its configuration given as text. */
final class LayoutRegistry implements AutoCloseable {

    private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar";

    private final HttpServer server;
    private final PlainDoor door;
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final String manifest;

    /**
     * @param layer a plain tar archive
     * @param config the configuration's {@code config} object
     */
    LayoutRegistry(String address, Path layer, String config) throws IOException {
        String content = keep(Files.readAllBytes(layer));
        String configuration = keep(("{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":" + config
                        + ",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"" + content + "\"]}}")
                .getBytes(StandardCharsets.UTF_8));
        this.manifest = keep(("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST_TYPE + "\",\"config\":"
                        + descriptor(CONFIG_TYPE, configuration) + ",\"layers\":[" + descriptor(LAYER_TYPE, content)
                        + "]}")
                .getBytes(StandardCharsets.UTF_8));
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/", this::answer);
        server.start();
        this.door = new PlainDoor(server.getAddress(), InetAddress.getByName(address));
    }

    String host() {
        return door.host();
    }

    String digest() {
        return manifest;
    }

    private String descriptor(String type, String digest) {
        int size = blob(digest).length;
        return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + digest + "\",\"size\":" + size + "}";
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String last = path.substring(path.lastIndexOf('/') + 1);
        String wanted = last.equals("1") ? manifest : last;
        byte[] body = path.equals("/v2/") ? new byte[0] : blob(wanted);
        boolean found = path.equals("/v2/") || blobs.containsKey(wanted);
        exchange.getResponseHeaders().add("Docker-Content-Digest", wanted);
        exchange.getResponseHeaders()
                .add("Content-Type", path.contains("/manifests/") ? MANIFEST_TYPE : "application/octet-stream");
        boolean headOnly = exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().add("Content-Length", Integer.toString(body.length));
        exchange.sendResponseHeaders(found ? 200 : 404, headOnly || body.length == 0 ? -1 : body.length);
        if (!headOnly) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private byte[] blob(String digest) {
        return blobs.getOrDefault(digest, new byte[0]);
    }

    private String keep(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            String digest = "sha256:" + HexFormat.of().formatHex(hash);
            blobs.put(digest, content);
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        server.stop(0);
    }
}
