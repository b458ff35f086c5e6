package network.millrace.simulation.auditor;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import network.millrace.protocol.bank.v1.GenesisState;
import network.millrace.protocol.crypto.Hash;
import network.millrace.protocol.fees.v1.FeePaid;
import network.millrace.protocol.node.v1.BlockEvents;
import network.millrace.protocol.node.v1.LedgerEvent;

/** Follows a ledger block by block and keeps books of its own. Owned by the thread that feeds it. */
public final class Auditor {
    private final MoneyAuditor money;
    private final BillAuditor bills;
    private final LeaseAuditor leases = new LeaseAuditor();
    private final Map<ByteString, Long> executed = new HashMap<>();
    private long height;

    /**
     * @param bank the balances the ledger starts from
     * @param terms what payments are reckoned by
     */
    public Auditor(GenesisState bank, Terms terms) {
        this.money = new MoneyAuditor(bank);
        this.bills = new BillAuditor(terms);
    }

    /**
     * What payments are reckoned by.
     *
     * @param pricingPeriodMs span of billed time a price is for
     * @param feeBasisPoints the treasury's share of what a lease pays
     */
    public record Terms(long pricingPeriodMs, int feeBasisPoints) {}

    /** Takes the next block's events; blocks must come in order without gaps. */
    public void follow(BlockEvents block) {
        if (height != 0 && block.getHeight() != height + 1) {
            throw new AuditFailure(block.getHeight(), "blocks follow each other", "the block before was " + height);
        }
        height = block.getHeight();
        bills.blockBegins(block);
        for (LedgerEvent event : block.getEventsList()) {
            Any value = event.getValue();
            executedOnce(event);
            money.follow(height, value);
            bills.follow(height, value);
            leases.follow(block, event);
        }
        bills.blockEnds(height);
        leases.blockEnds(height);
    }

    /** What paid its fee was executed; the same bytes in another block would be a replay. */
    private void executedOnce(LedgerEvent event) {
        if (event.getTransaction().isEmpty() || !event.getValue().is(FeePaid.class)) {
            return;
        }
        Long before = executed.putIfAbsent(event.getTransaction(), height);
        if (before != null && before != height) {
            throw new AuditFailure(
                    height,
                    "a transaction is executed once",
                    Hash.of(event.getTransaction()) + " was in block " + before + " already");
        }
    }

    public MoneyAuditor money() {
        return money;
    }

    public BillAuditor bills() {
        return bills;
    }

    public LeaseAuditor leases() {
        return leases;
    }

    public long height() {
        return height;
    }

    /** Hands the event to the reader if it is of that type. */
    static <T extends Message> void when(Any value, Class<T> type, Consumer<T> reader) {
        if (!value.is(type)) {
            return;
        }
        try {
            reader.accept(value.unpack(type));
        } catch (InvalidProtocolBufferException malformed) {
            throw new IllegalStateException("an event of type " + value.getTypeUrl() + " cannot be read", malformed);
        }
    }
}
