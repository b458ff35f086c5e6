package network.millrace.agent.shell;

import com.google.protobuf.Message;

/** Signs and sends one message as the provider, and waits for its block; its exceptions are those of the client's sender. */
@FunctionalInterface
public interface MessageSender {

    void send(Message message);
}
