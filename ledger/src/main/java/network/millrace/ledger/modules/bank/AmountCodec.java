package network.millrace.ledger.modules.bank;

import java.math.BigInteger;
import java.util.Arrays;
import network.millrace.ledger.state.ValueCodec;
import network.millrace.protocol.money.Amount;

/** An amount above zero as unsigned big-endian bytes without leading zeros. */
final class AmountCodec implements ValueCodec<Amount> {
    static final AmountCodec INSTANCE = new AmountCodec();

    private AmountCodec() {}

    @Override
    public byte[] encode(Amount amount) {
        byte[] bytes = amount.value().toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    @Override
    public Amount decode(byte[] bytes) {
        if (bytes.length == 0 || bytes.length * 8 > Amount.BITS || bytes[0] == 0) {
            throw new IllegalStateException(
                    "state is damaged: expected an amount of 1 to 16 bytes without leading zero, came " + bytes.length
                            + " bytes");
        }
        return new Amount(new BigInteger(1, bytes));
    }
}
