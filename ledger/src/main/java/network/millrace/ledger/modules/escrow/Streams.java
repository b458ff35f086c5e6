package network.millrace.ledger.modules.escrow;

import java.math.BigInteger;
import network.millrace.ledger.modules.fees.Split;
import network.millrace.protocol.escrow.v1.AccountId;
import network.millrace.protocol.escrow.v1.Stream;
import network.millrace.protocol.ids.LeaseId;

/** What the value of a stream can do. */
final class Streams {
    private Streams() {}

    static Stream open(AccountId account, LeaseId lease, BigInteger rate, long nowMs) {
        String payee = lease.provider().toString();
        return Stream.newBuilder()
                .setAccount(account)
                .setId(lease.gseq() + "/" + lease.oseq() + "/" + payee)
                .setPayee(payee)
                .setRate(rate.toString())
                .setState(Stream.State.OPEN)
                .setStartedAtMs(nowMs)
                .setSettledAtMs(nowMs)
                .setEarnedRemainder("0")
                .setPaid("0")
                .setFee("0")
                .setFeeRemainder("0")
                .build();
    }

    static boolean isOpen(Stream stream) {
        return stream.getState() == Stream.State.OPEN;
    }

    static BigInteger rate(Stream stream) {
        return new BigInteger(stream.getRate());
    }

    /** What it has earned since it was paid last. */
    static Accrual accrue(Stream stream, long nowMs, BigInteger unit) {
        return Accrual.of(
                rate(stream), nowMs - stream.getSettledAtMs(), new BigInteger(stream.getEarnedRemainder()), unit);
    }

    /** The same as one numerator over {@code unit}. */
    static BigInteger earned(Stream stream, long nowMs) {
        return rate(stream)
                .multiply(BigInteger.valueOf(nowMs - stream.getSettledAtMs()))
                .add(new BigInteger(stream.getEarnedRemainder()));
    }

    /** Books a payment; {@code fraction} is what it has earned beyond it. */
    static Stream pay(Stream stream, Split split, BigInteger fraction, long nowMs) {
        return stream.toBuilder()
                .setSettledAtMs(nowMs)
                .setEarnedRemainder(fraction.toString())
                .setPaid(EscrowAccounts.sum(stream.getPaid(), split.net().value()))
                .setFee(EscrowAccounts.sum(stream.getFee(), split.fee().value()))
                .setFeeRemainder(Long.toString(split.remainder()))
                .build();
    }

    static Stream end(Stream stream, Stream.State state) {
        return stream.toBuilder().setState(state).setEarnedRemainder("0").build();
    }
}
