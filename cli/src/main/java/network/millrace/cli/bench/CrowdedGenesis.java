package network.millrace.cli.bench;

import com.google.protobuf.Any;
import java.math.BigInteger;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.bank.v1.Balance;
import network.millrace.protocol.escrow.v1.Account;
import network.millrace.protocol.escrow.v1.Deposit;
import network.millrace.protocol.escrow.v1.Stream;
import network.millrace.protocol.ledger.v1.Genesis;
import network.millrace.protocol.ledger.v1.ModuleGenesis;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.Deployment;
import network.millrace.protocol.market.v1.GenesisState;
import network.millrace.protocol.market.v1.Group;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.Order;
import network.millrace.protocol.money.Amount;
import network.millrace.protocol.money.Coins;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;
import network.millrace.protocol.registry.MessageTypes;

/**
 * The state of a small market, many times over: what stands under dseq 1 (a lease) and dseq 2 (an order with bids) is
 * repeated under other numbers, and the escrow's money with it.
 */
final class CrowdedGenesis {
    private static final long LEASE = 1;
    private static final long FIRST_COPY_OF_LEASE = 10;
    private static final long FIRST_COPY_OF_ORDER = 5_000_000;

    private final Genesis template;
    private BigInteger addedMoney = BigInteger.ZERO;

    CrowdedGenesis(Genesis template) {
        this.template = template;
    }

    /** The dseq of the n-th copy of a tenant's lease. */
    static long leaseDseq(int copy) {
        return FIRST_COPY_OF_LEASE + copy;
    }

    /** The dseq of the n-th copy of a tenant's order. */
    static long orderDseq(int copy) {
        return FIRST_COPY_OF_ORDER + copy;
    }

    Genesis multiplied(int leases, int orders) {
        Genesis.Builder genesis = template.toBuilder();
        for (ModuleGenesis.Builder part : genesis.getModulesBuilderList()) {
            switch (part.getModule()) {
                case "market" -> part.setState(market(part.getState(), leases, orders));
                case "escrow" -> part.setState(escrow(part.getState(), leases, orders));
                default -> {}
            }
        }
        for (ModuleGenesis.Builder part : genesis.getModulesBuilderList()) {
            if (part.getModule().equals("bank")) {
                part.setState(bank(part.getState()));
            }
        }
        return genesis.build();
    }

    private static Any market(Any state, int leases, int orders) {
        GenesisState one = (GenesisState) MessageTypes.unpack(state);
        GenesisState.Builder many = one.toBuilder();
        for (Deployment deployment : one.getDeploymentsList()) {
            for (long dseq : copies(deployment.getId().getDseq(), leases, orders)) {
                many.addDeployments(deployment.toBuilder()
                        .setId(deployment.getId().toBuilder().setDseq(dseq)));
            }
        }
        for (Group group : one.getGroupsList()) {
            for (long dseq : copies(group.getId().getDseq(), leases, orders)) {
                many.addGroups(group.toBuilder().setId(group.getId().toBuilder().setDseq(dseq)));
            }
        }
        for (Order order : one.getOrdersList()) {
            for (long dseq : copies(order.getId().getDseq(), leases, orders)) {
                many.addOrders(order.toBuilder().setId(order.getId().toBuilder().setDseq(dseq)));
            }
        }
        for (Bid bid : one.getBidsList()) {
            for (long dseq : copies(bid.getId().getDseq(), leases, orders)) {
                many.addBids(bid.toBuilder().setId(bid.getId().toBuilder().setDseq(dseq)));
            }
        }
        for (Lease lease : one.getLeasesList()) {
            for (long dseq : copies(lease.getId().getDseq(), leases, orders)) {
                many.addLeases(lease.toBuilder().setId(lease.getId().toBuilder().setDseq(dseq)));
            }
        }
        return MessageTypes.pack(many.build());
    }

    private Any escrow(Any state, int leases, int orders) {
        var one = (network.millrace.protocol.escrow.v1.GenesisState) MessageTypes.unpack(state);
        var many = one.toBuilder();
        for (Account account : one.getAccountsList()) {
            for (long dseq : copies(dseq(account.getId().getId()), leases, orders)) {
                many.addAccounts(account.toBuilder()
                        .setId(account.getId().toBuilder()
                                .setId(withDseq(account.getId().getId(), dseq))));
                addedMoney = addedMoney.add(money(account));
            }
        }
        for (Stream stream : one.getStreamsList()) {
            for (long dseq : copies(dseq(stream.getAccount().getId()), leases, orders)) {
                many.addStreams(stream.toBuilder()
                        .setAccount(stream.getAccount().toBuilder()
                                .setId(withDseq(stream.getAccount().getId(), dseq))));
            }
        }
        return MessageTypes.pack(many.build());
    }

    private Any bank(Any state) {
        var one = (network.millrace.protocol.bank.v1.GenesisState) MessageTypes.unpack(state);
        var many = one.toBuilder().clearSupply();
        String escrow = Address.module("escrow").toString();
        Money added = new Money(Denom.UUSD, new Amount(addedMoney));
        for (Balance.Builder balance : many.getBalancesBuilderList()) {
            if (balance.getAddress().equals(escrow)) {
                balance.setAmount(Money.of(balance.getAmount()).plus(added).toProto());
            }
        }
        return MessageTypes.pack(
                many.addAllSupply(Coins.ofProto(one.getSupplyList()).plus(added).toProto())
                        .build());
    }

    private static long[] copies(long dseq, int leases, int orders) {
        long[] copies = new long[dseq == LEASE ? leases : orders];
        for (int copy = 0; copy < copies.length; copy++) {
            copies[copy] = dseq == LEASE ? leaseDseq(copy) : orderDseq(copy);
        }
        return copies;
    }

    private static BigInteger money(Account account) {
        BigInteger sum = new BigInteger(account.getHeld());
        for (Deposit deposit : account.getDepositsList()) {
            sum = sum.add(new BigInteger(deposit.getRemaining()));
        }
        return sum;
    }

    private static long dseq(String id) {
        return Long.parseLong(id.split("/")[1]);
    }

    private static String withDseq(String id, long dseq) {
        String[] parts = id.split("/");
        parts[1] = Long.toString(dseq);
        return String.join("/", parts);
    }
}
