package network.millrace.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Strangers with plain sockets, at a real server. */
class GuardedConnectionsTest {
    private static final int OF_ONE_ADDRESS = 3;
    private static final int LARGE = 64 << 20;

    private final CountDownLatch slow = new CountDownLatch(1);
    private final GuardedConnections guard = new GuardedConnections(
            Http1ConnectionSelector.builder().config(Http1Config.create()).build(),
            new ConnectionLimits(OF_ONE_ADDRESS, Duration.ofMillis(300), 1 << 20, Duration.ofMillis(300)),
            slow::countDown);
    private final List<Socket> sockets = new ArrayList<>();
    private final WebServer server = WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .shutdownHook(false)
            .update(guard::serve)
            .routing(routing())
            .build()
            .start();

    private static HttpRouting.Builder routing() {
        return HttpRouting.builder()
                .get("/", (request, response) -> response.send("here"))
                .get("/large", (request, response) -> {
                    try (var out = response.outputStream()) {
                        out.write(new byte[LARGE]);
                    }
                })
                .post(
                        "/read",
                        (request, response) -> response.send(request.content().as(String.class)))
                .post("/ignore", (request, response) -> response.status(404).send());
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.stop();
        guard.close();
    }

    @Test
    void oneConnectionServesOneRequestAfterTheOther() throws IOException {
        Socket socket = connect();

        for (int request = 0; request < 3; request++) {
            send(socket, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(readUntil(socket, "here")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aHeadThatDoesNotEndIsEnded() throws Exception {
        Socket socket = connect();

        send(socket, "GET / HTTP/1.1\r\nHost: x\r\nX-More: ");

        assertThat(readToEnd(socket)).doesNotContain("200 OK");
        assertThat(slow.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aBodyThatDoesNotEndIsEnded() throws Exception {
        Socket socket = connect();

        send(socket, "POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nsome");

        assertThat(readToEnd(socket)).doesNotContain("200 OK");
        assertThat(slow.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aBodyThatNobodyReadsIsNotWaitedForEither() throws IOException {
        Socket socket = connect();

        send(socket, "POST /ignore HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nsome");

        assertThat(readToEnd(socket)).doesNotContain("200 OK");
    }

    @Test
    void anAnswerThatIsNotReadIsEnded() throws Exception {
        Socket socket = connect();

        send(socket, "GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(slow.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(readToEnd(socket).length()).isLessThan(LARGE);
    }

    @Test
    void oneAddressHasSoManyConnectionsAndGetsThemBack() throws IOException {
        for (int at = 0; at < OF_ONE_ADDRESS; at++) {
            send(connect(), "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(readUntil(sockets.getLast(), "here")).contains("200 OK");
        }

        Socket tooMany = connect();
        assertThat(readToEnd(tooMany)).startsWith("HTTP/1.1 503").contains("close one first");

        sockets.getFirst().close();
        while (!isServed()) {
            Thread.onSpinWait();
        }
    }

    /** Whether there is a place; one that is turned away may be cut off before it has said what it wants. */
    private boolean isServed() throws IOException {
        try {
            Socket socket = connect();
            send(socket, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            return readUntil(socket, "\r\n").contains("200 OK");
        } catch (SocketException reset) {
            return false;
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        // Only so that a failure does not hang: an ended connection is noticed at once.
        socket.setSoTimeout(10_000);
        sockets.add(socket);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String readUntil(Socket socket, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (text.indexOf(end) < 0) {
            int next = in.read();
            assertThat(next).as("the connection ended after %s", text).isNotNegative();
            text.append((char) next);
        }
        return text.toString();
    }

    private static String readToEnd(Socket socket) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        try {
            for (int count = 0; count >= 0; count = socket.getInputStream().read(buffer)) {
                read.write(buffer, 0, count);
            }
        } catch (SocketException reset) {
            // The other way to be ended.
        }
        return read.toString(StandardCharsets.US_ASCII);
    }
}
