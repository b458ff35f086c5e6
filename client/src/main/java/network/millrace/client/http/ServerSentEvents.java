package network.millrace.client.http;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes a text/event-stream apart: the data of one event after another. Comments and other fields are passed over. */
public final class ServerSentEvents implements Closeable {
    private final BufferedReader reader;
    private final int eventCharsMax;

    /** Reads from a stream; an event longer than the limit is an error. */
    public ServerSentEvents(InputStream stream, int eventCharsMax) {
        this.reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        this.eventCharsMax = eventCharsMax;
    }

    /**
     * The data of the next event; empty when the stream has ended.
     *
     * @throws IOException when the connection breaks or an event is too long
     */
    public Optional<String> next() throws IOException {
        StringBuilder data = new StringBuilder();
        for (String line = line(); line != null; line = line()) {
            if (line.isEmpty() && !data.isEmpty()) {
                return Optional.of(data.toString());
            }
            if (line.startsWith("data:")) {
                append(data, line.substring(line.startsWith("data: ") ? 6 : 5));
            }
        }
        return Optional.empty();
    }

    private @Nullable String line() throws IOException {
        return reader.readLine();
    }

    private void append(StringBuilder data, String line) throws IOException {
        if (data.length() + line.length() > eventCharsMax) {
            throw new IOException("an event is longer than " + eventCharsMax + " characters");
        }
        data.append(data.isEmpty() ? "" : "\n").append(line);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
