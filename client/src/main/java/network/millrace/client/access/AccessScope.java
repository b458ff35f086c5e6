package network.millrace.client.access;

import java.util.Arrays;
import java.util.Optional;

/** What a token lets its bearer do with one deployment. Names are those of AEP-64. */
public enum AccessScope {
    SEND_MANIFEST("send-manifest"),
    GET_MANIFEST("get-manifest"),
    STATUS("status"),
    EVENTS("events"),
    LOGS("logs"),
    SHELL("shell"),
    RESTART("restart"),
    /** Ours: requests to services that are not open to everyone. */
    HTTP("http");

    private final String text;

    AccessScope(String text) {
        this.text = text;
    }

    static Optional<AccessScope> find(String text) {
        return Arrays.stream(values()).filter(scope -> scope.text.equals(text)).findFirst();
    }

    /** The name in tokens. */
    @Override
    public String toString() {
        return text;
    }
}
