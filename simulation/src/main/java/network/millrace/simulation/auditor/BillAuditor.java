package network.millrace.simulation.auditor;

import com.google.protobuf.Any;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import network.millrace.protocol.escrow.v1.Account;
import network.millrace.protocol.escrow.v1.AccountClosed;
import network.millrace.protocol.escrow.v1.AccountId;
import network.millrace.protocol.escrow.v1.AccountOpened;
import network.millrace.protocol.escrow.v1.Deposited;
import network.millrace.protocol.escrow.v1.Forfeited;
import network.millrace.protocol.escrow.v1.Refunded;
import network.millrace.protocol.escrow.v1.StreamClosed;
import network.millrace.protocol.escrow.v1.StreamOpened;
import network.millrace.protocol.escrow.v1.StreamPaid;
import network.millrace.protocol.market.v1.LeaseClosed;
import network.millrace.protocol.market.v1.LeaseId;
import network.millrace.protocol.node.v1.BlockEvents;

/**
 * What each escrow account took in and gave out, and what each of its streams must have earned.
 *
 * <p>A stream earns rate x billed time / pricing period. Where the account lasts, payee and treasury together get the whole
 * micro-units of that. Where it ran dry, they get what was there, and no stream is more than one micro-unit away from its share
 * by time and rate.
 */
public final class BillAuditor {
    private static final BigInteger PRICE_UNIT = BigInteger.TEN.pow(18);

    private static final BigInteger BASIS_POINTS = BigInteger.valueOf(10_000);

    private final BigInteger divisor;
    private final BigInteger feeBasisPoints;
    private final List<LeaseClosed> leasesClosed = new ArrayList<>();
    private final Map<String, Books> accounts = new TreeMap<>();
    private long billedMs;

    BillAuditor(Auditor.Terms terms) {
        this.divisor = PRICE_UNIT.multiply(BigInteger.valueOf(terms.pricingPeriodMs()));
        this.feeBasisPoints = BigInteger.valueOf(terms.feeBasisPoints());
    }

    void blockBegins(BlockEvents block) {
        if (block.getBilledTimeMs() < billedMs) {
            throw new AuditFailure(
                    block.getHeight(), "billed time never falls", billedMs + " then " + block.getBilledTimeMs());
        }
        billedMs = block.getBilledTimeMs();
    }

    void follow(long height, Any value) {
        Auditor.when(value, AccountOpened.class, opened -> open(height, opened));
        Auditor.when(value, Deposited.class, deposited -> books(height, deposited.getAccount())
                .deposit(new BigInteger(deposited.getAmount().getAmount())));
        Auditor.when(
                value,
                Refunded.class,
                refunded -> books(height, refunded.getAccount()).refunded = books(height, refunded.getAccount())
                        .refunded
                        .add(new BigInteger(refunded.getAmount().getAmount())));
        Auditor.when(
                value,
                Forfeited.class,
                forfeited -> books(height, forfeited.getAccount()).forfeited = books(height, forfeited.getAccount())
                        .forfeited
                        .add(new BigInteger(forfeited.getAmount().getAmount())));
        Auditor.when(value, StreamOpened.class, opened -> books(height, opened.getAccount())
                .streams
                .put(
                        opened.getStream(),
                        new StreamBooks(new BigInteger(opened.getRate().getAmount()), billedMs)));
        Auditor.when(value, StreamPaid.class, paid -> stream(height, paid.getAccount(), paid.getStream())
                .pay(
                        new BigInteger(paid.getPaid().getAmount()),
                        new BigInteger(paid.getFee().getAmount())));
        Auditor.when(value, StreamClosed.class, closed -> closeStream(height, closed));
        Auditor.when(value, AccountClosed.class, closed -> closeAccount(height, closed));
        Auditor.when(value, LeaseClosed.class, leasesClosed::add);
    }

    /** What holds between blocks: nothing runs that is no longer paid for, and leases say what their streams paid. */
    void blockEnds(long height) {
        accounts.forEach((id, books) -> {
            if (books.isOpen() && owed(books).compareTo(books.deposited.multiply(divisor)) > 0) {
                throw new AuditFailure(
                        height,
                        "an account closes when it has run dry",
                        id + " owes more than the " + books.deposited + " it had");
            }
        });
        leasesClosed.forEach(closed -> leaseSaysWhatItPaid(height, closed));
        leasesClosed.clear();
    }

    /** What the streams have earned up to now, and those that ended have been paid: micro-units x divisor. */
    private BigInteger owed(Books books) {
        BigInteger owed = BigInteger.ZERO;
        for (StreamBooks stream : books.streams.values()) {
            owed = owed.add(
                    stream.closedAtMs < 0
                            ? stream.earned(billedMs)
                            : stream.gross().multiply(divisor));
        }
        return owed;
    }

    private void leaseSaysWhatItPaid(long height, LeaseClosed closed) {
        LeaseId id = closed.getId();
        Books books = accounts.get(
                AccountId.Scope.DEPLOYMENT + ":" + id.getOwner() + "/" + Long.toUnsignedString(id.getDseq()));
        String name = id.getGseq() + "/" + id.getOseq() + "/" + id.getProvider();
        StreamBooks stream = books == null ? null : books.streams.get(name);
        BigInteger paid = stream == null ? BigInteger.ZERO : stream.paid;
        BigInteger fee = stream == null ? BigInteger.ZERO : stream.fee;
        if (!paid.equals(number(closed.getPaid())) || !fee.equals(number(closed.getFee()))) {
            throw new AuditFailure(
                    height,
                    "a closed lease says what it paid",
                    name + " says " + closed.getPaid() + " + " + closed.getFee() + ", its stream " + paid + " + "
                            + fee);
        }
    }

    private static BigInteger number(String digits) {
        return digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits);
    }

    /** Accounts opened and not closed. */
    public long openAccounts() {
        return openAccountIds().size();
    }

    /** The same by scope and id. */
    public List<String> openAccountIds() {
        return accounts.entrySet().stream()
                .filter(entry -> entry.getValue().isOpen())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Streams closed so far. */
    public long streamsClosed() {
        return accounts.values().stream()
                .flatMap(books -> books.streams.values().stream())
                .filter(stream -> stream.closedAtMs >= 0)
                .count();
    }

    private void open(long height, AccountOpened opened) {
        boolean isBid = opened.getAccount().getScope() == AccountId.Scope.BID;
        Books books = new Books(new BigInteger(opened.getDeposit().getAmount()), isBid);
        Books before = accounts.put(key(opened.getAccount()), books);
        if (before != null && before.isOpen()) {
            throw new AuditFailure(height, "an account is opened once", key(opened.getAccount()));
        }
    }

    private void closeStream(long height, StreamClosed closed) {
        StreamBooks stream = stream(height, closed.getAccount(), closed.getStream());
        if (stream.closedAtMs >= 0) {
            throw new AuditFailure(height, "a stream closes once", closed.getStream() + " closed again");
        }
        stream.closedAtMs = billedMs;
        BigInteger paid = new BigInteger(closed.getPaid());
        BigInteger fee = new BigInteger(closed.getFee());
        if (!paid.equals(stream.paid) || !fee.equals(stream.fee)) {
            throw new AuditFailure(
                    height,
                    "a stream's total is the sum of its payments",
                    closed.getStream() + " says " + paid + " + " + fee + ", its payments say " + stream.paid + " + "
                            + stream.fee);
        }
        // While the account lasts the bill is exact; whether it did is known once the block tells how the account
        // ended. The last micro-units of a dry one are shared by rate, and a share may be rounded up.
        BigInteger gross = stream.gross();
        BigInteger[] earned = stream.earned(billedMs).divideAndRemainder(divisor);
        BigInteger most = earned[1].signum() == 0 ? earned[0] : earned[0].add(BigInteger.ONE);
        if (gross.compareTo(most) > 0) {
            throw new AuditFailure(
                    height,
                    "nobody is paid more than earned",
                    closed.getStream() + " got " + gross + " for " + earned[0]);
        }
        stream.shortBy = earned[0].subtract(gross);
        if (!fee.equals(gross.multiply(feeBasisPoints).divide(BASIS_POINTS))) {
            throw new AuditFailure(
                    height,
                    "the treasury gets its share, rounded down once",
                    closed.getStream() + " gave it " + fee + " of " + gross);
        }
    }

    private void closeAccount(long height, AccountClosed closed) {
        Books books = books(height, closed.getAccount());
        books.closed = true;
        BigInteger paidOut =
                books.streams.values().stream().map(StreamBooks::gross).reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger out = paidOut.add(books.refunded).add(books.forfeited);
        if (!out.equals(books.deposited)) {
            throw new AuditFailure(
                    height,
                    "deposited = paid + fee + refunded + forfeited",
                    key(closed.getAccount()) + " took in " + books.deposited + " and gave out " + out);
        }
        boolean depleted = closed.getState() == Account.State.DEPLETED;
        if (depleted && books.refunded.signum() != 0) {
            throw new AuditFailure(
                    height,
                    "a depleted account has nothing left",
                    key(closed.getAccount()) + " refunded " + books.refunded);
        }
        books.streams.forEach((id, stream) -> {
            if (stream.closedAtMs < 0) {
                throw new AuditFailure(height, "streams end with their account", id + " is still open");
            }
            if (stream.shortBy.signum() != 0 && !depleted) {
                throw new AuditFailure(
                        height,
                        "an account that lasts pays exactly what is earned",
                        id + " got " + stream.shortBy + " too little");
            }
        });
        if (depleted) {
            checkShares(height, key(closed.getAccount()), books);
        }
    }

    /** Streams that ran until the account was dry share by rate and time: their billed ends agree within one micro-unit each. */
    private void checkShares(long height, String account, Books books) {
        BigInteger totalRate = BigInteger.ZERO;
        BigInteger owed = BigInteger.ZERO;
        BigInteger got = BigInteger.ZERO;
        for (StreamBooks stream : books.streams.values()) {
            if (stream.closedAtMs == billedMs) {
                totalRate = totalRate.add(stream.rate);
                owed = owed.add(stream.earned(billedMs));
                got = got.add(stream.gross());
            }
        }
        if (totalRate.signum() == 0) {
            return;
        }
        // All ran until the same moment t*: owed(t*) = got. The overrun (billedMs - t*) x totalRate = owed - got x
        // divisor.
        BigInteger overrun = owed.subtract(got.multiply(divisor));
        for (Map.Entry<String, StreamBooks> entry : books.streams.entrySet()) {
            StreamBooks stream = entry.getValue();
            if (stream.closedAtMs != billedMs) {
                continue;
            }
            BigInteger share = stream.earned(billedMs)
                    .subtract(overrun.multiply(stream.rate).divide(totalRate));
            BigInteger off = share.subtract(stream.gross().multiply(divisor)).abs();
            if (off.compareTo(divisor.multiply(BigInteger.valueOf(books.streams.size()))) > 0) {
                throw new AuditFailure(
                        height,
                        "a dry account is shared by rate",
                        account + " stream " + entry.getKey() + " got " + stream.gross() + ", its share was "
                                + share.divide(divisor));
            }
        }
    }

    private Books books(long height, AccountId id) {
        Books books = accounts.get(key(id));
        if (books == null) {
            throw new AuditFailure(height, "accounts are opened before use", key(id));
        }
        return books;
    }

    private StreamBooks stream(long height, AccountId id, String stream) {
        StreamBooks books = books(height, id).streams.get(stream);
        if (books == null) {
            throw new AuditFailure(height, "streams are opened before use", key(id) + " " + stream);
        }
        return books;
    }

    private static String key(AccountId id) {
        return id.getScope() + ":" + id.getId();
    }

    private static final class Books {
        private final Map<String, StreamBooks> streams = new TreeMap<>();
        private BigInteger deposited;
        private BigInteger refunded = BigInteger.ZERO;
        private BigInteger forfeited = BigInteger.ZERO;
        private final boolean isBid;
        private boolean closed;

        Books(BigInteger deposited, boolean isBid) {
            this.deposited = deposited;
            this.isBid = isBid;
        }

        /** The account of a bid says nothing when it ends: it is over when all of it has been given back or kept. */
        boolean isOpen() {
            return isBid ? !refunded.add(forfeited).equals(deposited) : !closed;
        }

        void deposit(BigInteger amount) {
            deposited = deposited.add(amount);
        }
    }

    private static final class StreamBooks {
        private final BigInteger rate;
        private final long startedAtMs;
        private long closedAtMs = -1;
        private BigInteger paid = BigInteger.ZERO;
        private BigInteger fee = BigInteger.ZERO;
        private BigInteger shortBy = BigInteger.ZERO;

        StreamBooks(BigInteger rate, long startedAtMs) {
            this.rate = rate;
            this.startedAtMs = startedAtMs;
        }

        void pay(BigInteger net, BigInteger toTreasury) {
            paid = paid.add(net);
            fee = fee.add(toTreasury);
        }

        BigInteger gross() {
            return paid.add(fee);
        }

        BigInteger earned(long untilMs) {
            return rate.multiply(BigInteger.valueOf(untilMs - startedAtMs));
        }
    }
}
