package network.millrace.protocol.ids;

import network.millrace.protocol.MalformedException;
import network.millrace.protocol.address.Address;

/** One group of a deployment; gseq counts from 1. */
public record GroupId(Address owner, long dseq, int gseq) {
    /** @throws MalformedException when a number is 0 */
    public GroupId {
        IdText.checkDeploymentSequence(dseq);
        IdText.checkSequence("gseq", gseq);
    }

    /** @throws MalformedException when a part is malformed */
    public static GroupId of(network.millrace.protocol.market.v1.GroupId id) {
        return new GroupId(Address.parse(id.getOwner()), id.getDseq(), id.getGseq());
    }

    /**
     * Reads {@code owner/dseq/gseq}.
     *
     * @throws MalformedException when the text is anything else
     */
    public static GroupId parse(String text) {
        String[] parts = IdText.split(text, "owner/dseq/gseq", 3);
        return new GroupId(
                IdText.address(parts[0]), IdText.deploymentSequence(parts[1]), IdText.sequence("gseq", parts[2]));
    }

    public DeploymentId deployment() {
        return new DeploymentId(owner, dseq);
    }

    public OrderId order(int oseq) {
        return new OrderId(owner, dseq, gseq, oseq);
    }

    public network.millrace.protocol.market.v1.GroupId toProto() {
        return network.millrace.protocol.market.v1.GroupId.newBuilder()
                .setOwner(owner.toString())
                .setDseq(dseq)
                .setGseq(gseq)
                .build();
    }

    @Override
    public String toString() {
        return deployment() + "/" + gseq;
    }
}
