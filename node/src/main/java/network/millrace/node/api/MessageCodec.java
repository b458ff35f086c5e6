package network.millrace.node.api;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import network.millrace.node.error.NodeError;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.registry.JsonMapping;

/** Messages in and out of HTTP: protobuf's JSON mapping by default, its binary form by content type. */
final class MessageCodec {
    static final String PROTOBUF = "application/x-protobuf";
    static final String JSON = "application/json";

    /** Bodies that are being received at one time may have so many bytes together, however many requests there are. */
    private static final int RECEIVING_KIB = 64 << 10;

    private final int bodyBytes;
    private final Semaphore receivingKib;

    MessageCodec(int bodyBytes) {
        this.bodyBytes = bodyBytes;
        this.receivingKib = new Semaphore(Math.max(RECEIVING_KIB, kib(bodyBytes)));
    }

    /** The request's body as a message of the prototype's type. */
    <M extends Message> M read(ServerRequest request, M prototype) {
        byte[] body = receive(request);
        String contentType = header(request, HeaderNames.CONTENT_TYPE);
        if (contentType.startsWith(PROTOBUF)) {
            return decode(body, prototype);
        }
        if (contentType.isEmpty() || contentType.startsWith(JSON)) {
            return parse(text(body), prototype);
        }
        throw new ApiException(
                415,
                NodeError.BAD_REQUEST,
                "a body is " + JSON + " or " + PROTOBUF + ", not " + MalformedException.quote(contentType));
    }

    /** Answers with a message, in the form that the request accepts. */
    void write(ServerRequest request, ServerResponse response, int status, Message message) {
        response.status(status);
        if (header(request, HeaderNames.ACCEPT).contains(PROTOBUF)) {
            response.header(HeaderNames.CONTENT_TYPE, PROTOBUF);
            response.send(message.toByteArray());
        } else {
            response.header(HeaderNames.CONTENT_TYPE, JSON);
            response.send((JsonMapping.print(message) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    void write(ServerRequest request, ServerResponse response, Message message) {
        write(request, response, 200, message);
    }

    private byte[] receive(ServerRequest request) {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        long announced = request.headers().contentLength().orElse(bodyBytes);
        if (announced > bodyBytes) {
            throw tooLarge(announced + " bytes");
        }
        int permits = kib(announced);
        if (!receivingKib.tryAcquire(permits)) {
            throw new ApiException(
                    503,
                    NodeError.BUSY,
                    "this node is receiving as much as it can at one time. Send it again in a second.");
        }
        try {
            return body(request);
        } finally {
            receivingKib.release(permits);
        }
    }

    private byte[] body(ServerRequest request) {
        try (InputStream stream = request.content().inputStream()) {
            byte[] body = stream.readNBytes(bodyBytes + 1);
            if (body.length > bodyBytes) {
                throw tooLarge("more");
            }
            return body;
        } catch (IOException e) {
            throw ApiException.badRequest("the body could not be read: " + e.getMessage());
        }
    }

    private static int kib(long bytes) {
        return Math.toIntExact(1 + bytes / 1024);
    }

    private ApiException tooLarge(String size) {
        return new ApiException(
                413, NodeError.TOO_LARGE, "a request body has at most " + bodyBytes + " bytes here; this has " + size);
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ApiException.badRequest("the body is not UTF-8 text; send " + PROTOBUF + " as such a content type");
        }
    }

    private static <M extends Message> M parse(String json, M prototype) {
        try {
            return JsonMapping.parse(json, prototype);
        } catch (MalformedException e) {
            throw ApiException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    @SuppressWarnings("unchecked") // a message's parser makes messages of its own class
    private static <M extends Message> M decode(byte[] body, M prototype) {
        try {
            return (M) prototype.getParserForType().parseFrom(body);
        } catch (InvalidProtocolBufferException e) {
            throw ApiException.badRequest(
                    "the body is no " + prototype.getDescriptorForType().getFullName() + ": " + e.getMessage());
        }
    }

    private static String header(ServerRequest request, HeaderName name) {
        return request.headers().first(name).orElse("");
    }
}
