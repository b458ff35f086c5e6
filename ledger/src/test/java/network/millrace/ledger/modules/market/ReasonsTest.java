package network.millrace.ledger.modules.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import network.millrace.ledger.kernel.ErrorCode;
import network.millrace.protocol.ids.OrderId;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.Group;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.LossReason;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.market.v1.Party;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Why leases end: what each reason means, and that the page for tenants and providers says the same. */
class ReasonsTest {
    private static final Path PAGE = Path.of("../docs/market.md");
    private static final long DEPOSIT = 100_000;

    private final TestMarket market = TestMarket.withProviders();

    static Stream<CloseReason> reasons() {
        return Arrays.stream(CloseReason.values())
                .filter(reason -> reason != CloseReason.UNRECOGNIZED && reason != CloseReason.CLOSE_REASON_UNSPECIFIED);
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void faultFollowsTheRangeUnlessNobodyIsAtFault(CloseReason reason) {
        Party byRange =
                switch (reason.getNumber() / 10_000) {
                    case 0 -> Party.PARTY_TENANT;
                    case 1 -> Party.PARTY_PROVIDER;
                    default -> Party.PARTY_NETWORK;
                };

        // An owner who ends its own lease is not at fault; an account that runs dry is its tenant's.
        List<CloseReason> exceptions = List.of(
                CloseReason.OWNER,
                CloseReason.GROUP_CLOSED,
                CloseReason.GROUP_PAUSED,
                CloseReason.INSUFFICIENT_FUNDS_REASON);
        if (!exceptions.contains(reason)) {
            assertThat(Reasons.fault(reason)).isEqualTo(byRange);
        }
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void onlyItsOwnFaultCostsAProviderItsDeposit(CloseReason reason) {
        boolean provider = Reasons.fault(reason) == Party.PARTY_PROVIDER;

        assertThat(Reasons.deposit(reason, Lease.State.AWARDED))
                .isEqualTo(provider ? Reasons.Deposit.FORFEITED : Reasons.Deposit.RETURNED);
        assertThat(Reasons.deposit(reason, Lease.State.ACTIVE))
                .isEqualTo(provider ? Reasons.Deposit.PART_KEPT : Reasons.Deposit.RETURNED);
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void aProviderEndsAnAwardForTheReasonsItMayGive(CloseReason reason) {
        OrderId order = market.awarded(1, market.ada);
        // Half of the time to become ready has passed, so that NO_MANIFEST is not too early.
        market.passMs(150_000);
        var message = market.closeBid(order, market.ada, reason);
        if (!Reasons.mayProviderGive(reason, Lease.State.AWARDED)) {
            assertThat(market.refuse(market.ada, message, MarketError.BAD_REASON))
                    .contains(reason.name());
            return;
        }

        long gain = market.gain(market.ada, () -> market.accept(market.ada, message));

        boolean forfeited = Reasons.deposit(reason, Lease.State.AWARDED) == Reasons.Deposit.FORFEITED;
        assertThat(gain).isEqualTo(forfeited ? 0 : DEPOSIT);
        assertRecorded(order, reason);
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void aProviderEndsAnActiveLeaseForTheReasonsItMayGive(CloseReason reason) {
        OrderId order = market.active(1, market.ada);
        var message = market.closeBid(order, market.ada, reason);
        if (!Reasons.mayProviderGive(reason, Lease.State.ACTIVE)) {
            market.refuse(market.ada, message, MarketError.BAD_REASON);
            return;
        }

        long gain = market.gain(market.ada, () -> market.accept(market.ada, message));

        boolean partKept = Reasons.deposit(reason, Lease.State.ACTIVE) == Reasons.Deposit.PART_KEPT;
        // One second at 10 per period pays 1.
        assertThat(gain).isEqualTo((partKept ? DEPOSIT * 9 / 10 : DEPOSIT) + 1);
        assertRecorded(order, reason);
        assertThat(market.group(1, 1).getState()).isEqualTo(Group.State.PAUSED);
        assertThat(market.group(1, 1).getCloseReason()).isEqualTo(reason);
    }

    private void assertRecorded(OrderId order, CloseReason reason) {
        Lease lease = market.lease(order, market.ada);
        assertThat(lease.getCloseReason()).isEqualTo(reason);
        assertThat(lease.getFault()).isEqualTo(Reasons.fault(reason));
        assertThat(lease.getClosedBy()).isEqualTo(market.ada.address().toString());
        assertThat(lease.getCloseText()).isEqualTo("because");
    }

    @Test
    void aLongTextIsRefused() {
        OrderId order = market.awarded(1, market.ada);
        var message = market.closeBid(order, market.ada, CloseReason.UNSTABLE).toBuilder()
                .setText("é".repeat(257))
                .build();

        assertThat(market.refuse(market.ada, message, MarketError.BAD_TEXT)).contains("514");
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void thePageListsEachReason(CloseReason reason) throws IOException {
        String row = "| %d | `%s` | %s | %s | %s | %s |"
                .formatted(
                        reason.getNumber(),
                        reason.name(),
                        Reasons.fault(reason)
                                .name()
                                .substring("PARTY_".length())
                                .toLowerCase(Locale.ROOT),
                        giver(reason),
                        deposit(Reasons.deposit(reason, Lease.State.AWARDED)),
                        deposit(Reasons.deposit(reason, Lease.State.ACTIVE)));

        assertThat(Files.readString(PAGE)).contains(row);
    }

    private static String giver(CloseReason reason) {
        boolean awarded = Reasons.mayProviderGive(reason, Lease.State.AWARDED);
        boolean active = Reasons.mayProviderGive(reason, Lease.State.ACTIVE);
        if (awarded && active) {
            return "provider";
        }
        return awarded ? "provider, before ready" : "–";
    }

    private static String deposit(Reasons.Deposit deposit) {
        return switch (deposit) {
            case RETURNED -> "returned";
            case PART_KEPT -> "part kept";
            case FORFEITED -> "forfeited";
        };
    }

    @Test
    void thePageListsEachLossAndEachRefusal() throws IOException {
        String page = Files.readString(PAGE);
        for (LossReason loss : LossReason.values()) {
            if (loss != LossReason.UNRECOGNIZED && loss != LossReason.LOSS_REASON_UNSPECIFIED) {
                assertThat(page).contains("| %d | `%s` |".formatted(loss.getNumber(), loss.name()));
            }
        }
        for (ErrorCode error : MarketError.values()) {
            assertThat(page).contains("| %d | `%s` | %s |".formatted(error.code(), error, error.sentence()));
        }
    }

    @ParameterizedTest
    @CsvSource({"OPEN, MATCHED, true", "OPEN, CLOSED, true", "MATCHED, OPEN, true", "CLOSED, OPEN, false"})
    void ordersMoveAsTheTableSays(Order.State source, Order.State target, boolean allowed) {
        assertThat(Orders.MOVES.allows(source, target)).isEqualTo(allowed);
    }
}
