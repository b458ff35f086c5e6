package network.millrace.ledger.kernel;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.Locale;
import network.millrace.protocol.MalformedException;

/** How one module's genesis is loaded and saved. */
record GenesisRoute<G extends Message>(G defaults, GenesisLoader<G> loader, GenesisSaver<G> saver) {
    @SuppressWarnings("unchecked") // getParserForType of a generated message parses that very type
    void load(Any state, Context context) {
        String expected = Anys.typeUrl(defaults);
        if (!state.getTypeUrl().equals(expected)) {
            throw new MalformedException(String.format(
                    Locale.ROOT,
                    "expected genesis state of type %s, came %s",
                    expected,
                    MalformedException.quote(state.getTypeUrl())));
        }
        G genesis;
        try {
            genesis = (G) defaults.getParserForType().parseFrom(state.getValue());
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedException("genesis state of type " + expected + " cannot be read: " + e.getMessage(), e);
        }
        loader.load(genesis, context);
    }

    Any packedDefaults() {
        return Anys.pack(defaults);
    }

    Any save(Context context) {
        return Anys.pack(saver.save(context));
    }
}
