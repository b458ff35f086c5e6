package network.millrace.protocol.ids;

import network.millrace.protocol.MalformedException;
import network.millrace.protocol.address.Address;

/** A provider's offer for an order. An awarded bid becomes the lease of the same parts. */
public record BidId(OrderId order, Address provider) {
    /** @throws MalformedException when a part is malformed */
    public static BidId of(network.millrace.protocol.market.v1.BidId id) {
        OrderId order = new OrderId(Address.parse(id.getOwner()), id.getDseq(), id.getGseq(), id.getOseq());
        return new BidId(order, Address.parse(id.getProvider()));
    }

    /**
     * Reads {@code owner/dseq/gseq/oseq/provider}.
     *
     * @throws MalformedException when the text is anything else
     */
    public static BidId parse(String text) {
        String[] parts = IdText.split(text, "owner/dseq/gseq/oseq/provider", 5);
        String order = String.join("/", parts[0], parts[1], parts[2], parts[3]);
        return new BidId(OrderId.parse(order), Address.parse(parts[4]));
    }

    public Address owner() {
        return order.owner();
    }

    public long dseq() {
        return order.dseq();
    }

    public int gseq() {
        return order.gseq();
    }

    public int oseq() {
        return order.oseq();
    }

    public LeaseId lease() {
        return new LeaseId(order, provider);
    }

    public network.millrace.protocol.market.v1.BidId toProto() {
        return network.millrace.protocol.market.v1.BidId.newBuilder()
                .setOwner(order.owner().toString())
                .setDseq(order.dseq())
                .setGseq(order.gseq())
                .setOseq(order.oseq())
                .setProvider(provider.toString())
                .build();
    }

    @Override
    public String toString() {
        return order + "/" + provider;
    }
}
