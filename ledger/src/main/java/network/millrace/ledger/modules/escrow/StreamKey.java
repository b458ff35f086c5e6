package network.millrace.ledger.modules.escrow;

import network.millrace.ledger.state.KeyCodec;

/** A stream of an account: the account's streams lie together, in the order of their ids. */
record StreamKey(EscrowId account, String stream) {
    static final KeyCodec<StreamKey> KEYS = KeyCodec.of(
            (key, out) -> {
                EscrowId.KEYS.write(key.account, out);
                out.text(key.stream);
            },
            in -> new StreamKey(EscrowId.KEYS.read(in), in.text()));
}
