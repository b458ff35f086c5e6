package network.millrace.protocol.ids;

import network.millrace.protocol.MalformedException;
import network.millrace.protocol.address.Address;

/** One call for bids on a group; oseq counts from 1. */
public record OrderId(Address owner, long dseq, int gseq, int oseq) {
    /** @throws MalformedException when a number is 0 */
    public OrderId {
        IdText.checkDeploymentSequence(dseq);
        IdText.checkSequence("gseq", gseq);
        IdText.checkSequence("oseq", oseq);
    }

    /** @throws MalformedException when a part is malformed */
    public static OrderId of(network.millrace.protocol.market.v1.OrderId id) {
        return new OrderId(Address.parse(id.getOwner()), id.getDseq(), id.getGseq(), id.getOseq());
    }

    /**
     * Reads {@code owner/dseq/gseq/oseq}.
     *
     * @throws MalformedException when the text is anything else
     */
    public static OrderId parse(String text) {
        String[] parts = IdText.split(text, "owner/dseq/gseq/oseq", 4);
        return new OrderId(
                IdText.address(parts[0]),
                IdText.deploymentSequence(parts[1]),
                IdText.sequence("gseq", parts[2]),
                IdText.sequence("oseq", parts[3]));
    }

    public DeploymentId deployment() {
        return new DeploymentId(owner, dseq);
    }

    public GroupId group() {
        return new GroupId(owner, dseq, gseq);
    }

    public BidId bid(Address provider) {
        return new BidId(this, provider);
    }

    public LeaseId lease(Address provider) {
        return new LeaseId(this, provider);
    }

    public network.millrace.protocol.market.v1.OrderId toProto() {
        return network.millrace.protocol.market.v1.OrderId.newBuilder()
                .setOwner(owner.toString())
                .setDseq(dseq)
                .setGseq(gseq)
                .setOseq(oseq)
                .build();
    }

    @Override
    public String toString() {
        return group() + "/" + oseq;
    }
}
