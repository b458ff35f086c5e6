package network.millrace.agent.access;

import network.millrace.protocol.node.v1.ErrorBody;

/** A request is refused; the message is the sentence for who asked. */
final class DoorRefusal extends RuntimeException {

    private static final String CODESPACE = "access";

    private final DoorError error;
    private final String sentence;

    DoorRefusal(DoorError error, String sentence) {
        super(sentence);
        this.error = error;
        this.sentence = sentence;
    }

    static DoorRefusal malformed(String sentence) {
        return new DoorRefusal(DoorError.MALFORMED, sentence);
    }

    DoorError error() {
        return error;
    }

    ErrorBody body() {
        return ErrorBody.newBuilder()
                .setCode(error.code())
                .setCodespace(CODESPACE)
                .setMessage(sentence)
                .build();
    }
}
