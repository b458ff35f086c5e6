package network.millrace.protocol.ids;

import network.millrace.protocol.MalformedException;
import network.millrace.protocol.address.Address;

/** A tenant's deployment: owner and dseq, a number of the owner's choice that is never used twice (unsigned, not 0). */
public record DeploymentId(Address owner, long dseq) {
    /** @throws MalformedException when dseq is 0 */
    public DeploymentId {
        IdText.checkDeploymentSequence(dseq);
    }

    /** @throws MalformedException when a part is malformed */
    public static DeploymentId of(network.millrace.protocol.market.v1.DeploymentId id) {
        return new DeploymentId(Address.parse(id.getOwner()), id.getDseq());
    }

    /**
     * Reads {@code owner/dseq}.
     *
     * @throws MalformedException when the text is anything else
     */
    public static DeploymentId parse(String text) {
        String[] parts = IdText.split(text, "owner/dseq", 2);
        return new DeploymentId(IdText.address(parts[0]), IdText.deploymentSequence(parts[1]));
    }

    public GroupId group(int gseq) {
        return new GroupId(owner, dseq, gseq);
    }

    public network.millrace.protocol.market.v1.DeploymentId toProto() {
        return network.millrace.protocol.market.v1.DeploymentId.newBuilder()
                .setOwner(owner.toString())
                .setDseq(dseq)
                .build();
    }

    @Override
    public String toString() {
        return owner + "/" + Long.toUnsignedString(dseq);
    }
}
