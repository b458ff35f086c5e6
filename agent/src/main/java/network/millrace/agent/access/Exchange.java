package network.millrace.agent.access;

import com.google.protobuf.Message;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.registry.JsonMapping;

/** Bodies, headers and parameters of requests and answers, within limits. */
final class Exchange {

    private static final String JSON = "application/json";

    private Exchange() {}

    static void answer(ServerResponse response, Message message) {
        answer(response, 200, message);
    }

    static void answer(ServerResponse response, int status, Message message) {
        response.status(status);
        response.header(HeaderNames.CONTENT_TYPE, JSON);
        response.send((JsonMapping.print(message) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** @throws DoorRefusal when the body is longer than that */
    static byte[] body(ServerRequest request, int bytesMax) {
        if (request.headers().contentLength().orElse(0) > bytesMax) {
            throw tooLarge(bytesMax);
        }
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try (InputStream stream = request.content().inputStream()) {
            byte[] body = stream.readNBytes(bytesMax + 1);
            if (body.length > bytesMax) {
                throw tooLarge(bytesMax);
            }
            return body;
        } catch (IOException e) {
            throw DoorRefusal.malformed("the body could not be read: " + e.getMessage());
        }
    }

    /** @throws DoorRefusal when the body is not the JSON of such a message */
    static <M extends Message> M message(ServerRequest request, int bytesMax, M prototype) {
        try {
            return JsonMapping.parse(new String(body(request, bytesMax), StandardCharsets.UTF_8), prototype);
        } catch (MalformedException e) {
            throw DoorRefusal.malformed(String.valueOf(e.getMessage()));
        }
    }

    /** First value of a header; empty when there is none. */
    static String header(ServerRequest request, HeaderName name) {
        return request.headers().first(name).orElse("");
    }

    /** A whole number from the query; the default when it is not there. */
    static long number(ServerRequest request, String name, long byDefault) {
        String text = request.query().first(name).orElse("");
        if (text.isEmpty()) {
            return byDefault;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one sentence that says what is right.
        }
        throw DoorRefusal.malformed(name + " is a whole number from 0 on, not " + MalformedException.quote(text));
    }

    static boolean flag(ServerRequest request, String name) {
        String text = request.query().first(name).orElse("false");
        return switch (text) {
            case "true", "1", "" -> true;
            case "false", "0" -> false;
            default -> throw DoorRefusal.malformed(name + " is true or false, not " + MalformedException.quote(text));
        };
    }

    static DoorRefusal tooLarge(long bytesMax) {
        return new DoorRefusal(DoorError.TOO_LARGE, "a request body has at most " + bytesMax + " bytes here");
    }
}
