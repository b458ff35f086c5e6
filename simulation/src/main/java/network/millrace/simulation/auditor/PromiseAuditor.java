package network.millrace.simulation.auditor;

import com.google.protobuf.Message;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import network.millrace.ledger.Ledger;
import network.millrace.protocol.market.v1.Bid;
import network.millrace.protocol.market.v1.Lease;
import network.millrace.protocol.market.v1.OrderId;
import network.millrace.protocol.market.v1.QueryBidsRequest;
import network.millrace.protocol.market.v1.QueryBidsResponse;
import network.millrace.protocol.market.v1.QueryLeasesRequest;
import network.millrace.protocol.market.v1.QueryLeasesResponse;
import network.millrace.protocol.market.v1.QueryOrderRequest;
import network.millrace.protocol.market.v1.QueryOrderResponse;
import network.millrace.protocol.resources.v1.Capacity;
import network.millrace.protocol.resources.v1.ResourceUnit;
import network.millrace.protocol.resources.v1.ResourceValue;
import network.millrace.protocol.resources.v1.Resources;
import network.millrace.protocol.resources.v1.Storage;
import network.millrace.protocol.resources.v1.StorageCapacity;

/** What providers have promised on the ledger, open bids and live leases together, against what they have. */
public final class PromiseAuditor {
    private final Ledger ledger;

    public PromiseAuditor(Ledger ledger) {
        this.ledger = ledger;
    }

    /** @throws AuditFailure when the provider has promised something twice */
    public void check(String provider, Capacity capacity) {
        Map<String, BigInteger> promised = new TreeMap<>();
        for (Bid bid : openBids(provider)) {
            add(
                    promised,
                    bid.getId().getOwner(),
                    bid.getId().getDseq(),
                    bid.getId().getGseq(),
                    bid.getId().getOseq());
        }
        for (Lease.State state : new Lease.State[] {Lease.State.AWARDED, Lease.State.ACTIVE}) {
            for (Lease lease : leases(provider, state)) {
                var id = lease.getId();
                add(promised, id.getOwner(), id.getDseq(), id.getGseq(), id.getOseq());
            }
        }
        Map<String, BigInteger> owned = owned(capacity);
        promised.forEach((what, amount) -> {
            if (amount.compareTo(owned.getOrDefault(what, BigInteger.ZERO)) > 0) {
                throw new AuditFailure(
                        ledger.clock().getHeight(),
                        "nothing is promised twice",
                        provider + " has " + owned + " and promised " + promised);
            }
        });
    }

    private void add(Map<String, BigInteger> promised, String owner, long dseq, int gseq, int oseq) {
        QueryOrderRequest request = QueryOrderRequest.newBuilder()
                .setId(OrderId.newBuilder()
                        .setOwner(owner)
                        .setDseq(dseq)
                        .setGseq(gseq)
                        .setOseq(oseq))
                .build();
        QueryOrderResponse answer = (QueryOrderResponse) ask("Order", request);
        for (ResourceUnit unit : answer.getOrder().getSpec().getResourcesList()) {
            BigInteger count = BigInteger.valueOf(unit.getCount());
            Resources one = unit.getResource();
            promised.merge("cpu", number(one.getCpu().getUnits()).multiply(count), BigInteger::add);
            promised.merge("memory", number(one.getMemory().getQuantity()).multiply(count), BigInteger::add);
            for (Storage volume : one.getStorageList()) {
                promised.merge("storage", number(volume.getQuantity()).multiply(count), BigInteger::add);
            }
        }
    }

    private Iterable<Bid> openBids(String provider) {
        QueryBidsRequest request = QueryBidsRequest.newBuilder()
                .setProvider(provider)
                .setState(Bid.State.OPEN)
                .build();
        return ((QueryBidsResponse) ask("Bids", request)).getBidsList();
    }

    private Iterable<Lease> leases(String provider, Lease.State state) {
        QueryLeasesRequest request = QueryLeasesRequest.newBuilder()
                .setProvider(provider)
                .setState(state)
                .build();
        return ((QueryLeasesResponse) ask("Leases", request)).getLeasesList();
    }

    private Message ask(String method, Message request) {
        return ledger.query("market", method, request);
    }

    private static Map<String, BigInteger> owned(Capacity capacity) {
        Map<String, BigInteger> owned = new TreeMap<>();
        owned.put("cpu", BigInteger.valueOf(capacity.getCpuMillis()));
        owned.put("memory", BigInteger.valueOf(capacity.getMemoryBytes()));
        for (StorageCapacity storage : capacity.getStorageList()) {
            owned.merge("storage", BigInteger.valueOf(storage.getBytes()), BigInteger::add);
        }
        return owned;
    }

    private static BigInteger number(ResourceValue value) {
        return new BigInteger(value.getVal().toString(StandardCharsets.US_ASCII));
    }
}
