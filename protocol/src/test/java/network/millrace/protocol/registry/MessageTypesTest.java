package network.millrace.protocol.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.bank.v1.Transfer;
import network.millrace.protocol.cosmos.base.v1beta1.Coin;
import network.millrace.protocol.ledger.v1.Event;
import network.millrace.protocol.market.v1.MsgCreateBid;
import network.millrace.protocol.market.v1.OrderTerms;
import network.millrace.protocol.node.v1.NodeStatus;
import org.junit.jupiter.api.Test;

class MessageTypesTest {
    @Test
    void everyProtoFileIsRegistered() throws IOException {
        Path folder = Path.of("src/main/proto");
        List<String> files;
        try (Stream<Path> found = Files.walk(folder)) {
            files = found.filter(file -> file.toString().endsWith(".proto"))
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }

        assertThat(MessageTypes.files().stream().map(FileDescriptor::getName))
                .containsExactlyInAnyOrderElementsOf(files);
    }

    @Test
    void everyTypeHasItsGeneratedClass() {
        for (MessageType type : MessageTypes.all()) {
            assertThat(type.prototype().getDescriptorForType()).isSameAs(type.descriptor());
        }
    }

    /** A message without a named signer could be sent by anybody, so each one of the Msg services must have it. */
    @Test
    void everyMessageOfAMsgServiceNamesItsSigner() {
        assertThat(MessageTypes.files().stream()
                        .flatMap(file -> file.getServices().stream())
                        .filter(service -> service.getName().equals("Msg"))
                        .flatMap(service -> service.getMethods().stream())
                        .map(method -> MessageTypes.typeUrl(method.getInputType())))
                .isNotEmpty()
                .allMatch(url -> MessageTypes.find(url).orElseThrow().isTransactionMessage());
    }

    @Test
    void packedMessagesAreUnpacked() {
        Transfer transfer = Transfer.newBuilder().setSender("a").build();

        assertThat(MessageTypes.unpack(MessageTypes.pack(transfer))).isEqualTo(transfer);
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> MessageTypes.unpack(
                        Any.newBuilder().setTypeUrl("/nothing").build()))
                .withMessageContaining("\"/nothing\"");
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> MessageTypes.unpack(MessageTypes.pack(transfer).toBuilder()
                        .setValue(ByteString.copyFromUtf8("xyz"))
                        .build()))
                .withMessageContaining("the bytes are no /millrace.bank.v1.Transfer");
    }

    @Test
    void jsonUsesTheNamesOfTheContractAndWritesDefaults() {
        NodeStatus status = NodeStatus.newBuilder()
                .setChainId("millrace-dev")
                .setHeight(7)
                .setAppHash(ByteString.copyFrom(new byte[] {1, 2, 3}))
                .build();

        assertThat(JsonMapping.print(status))
                .isEqualTo("{\"chain_id\":\"millrace-dev\",\"height\":\"7\",\"time_ms\":\"0\",\"app_hash\":\"AQID\","
                        + "\"billed_time_ms\":\"0\",\"version\":\"\",\"engine\":\"\",\"pending_transactions\":0,"
                        + "\"earliest_height\":\"0\"}");
        assertThat(JsonMapping.parse(JsonMapping.printIndented(status), NodeStatus.getDefaultInstance()))
                .isEqualTo(status);
    }

    @Test
    void jsonOfAnyNamesTheType() {
        Event event = Event.newBuilder()
                .setValue(MessageTypes.pack(Transfer.newBuilder()
                        .setSender("a")
                        .setAmount(Coin.newBuilder().setDenom("umil").setAmount("5"))
                        .build()))
                .build();

        assertThat(JsonMapping.print(event)).contains("\"@type\":\"/millrace.bank.v1.Transfer\"");
        assertThat(JsonMapping.parse(JsonMapping.print(event), Event.getDefaultInstance()))
                .isEqualTo(event);
    }

    @Test
    void deeplyNestedJsonIsRefused() {
        for (String opening : List.of("[", "{\"id\":")) {
            assertThatExceptionOfType(MalformedException.class)
                    .isThrownBy(() -> JsonMapping.parse(opening.repeat(200_000), MsgCreateBid.getDefaultInstance()));
        }
    }

    @Test
    void jsonWithUnknownFieldsOrWrongTypesIsRefused() {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> JsonMapping.parse("{\"regoin\":\"eu\"}", OrderTerms.getDefaultInstance()))
                .withMessageContaining("regoin");
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> JsonMapping.parse("{", MsgCreateBid.getDefaultInstance()));
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> JsonMapping.parse("{\"owner\":7,\"gseq\":-1}", MsgCreateBid.getDefaultInstance()));
    }
}
