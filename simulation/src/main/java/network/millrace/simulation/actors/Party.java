package network.millrace.simulation.actors;

import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.PrivateKey;
import network.millrace.simulation.world.World;

/** Somebody with a key. */
public record Party(String name, PrivateKey key) {

    /** The party of that name in this world; its key follows from seed and name. */
    public static Party of(World world, String name) {
        return new Party(name, PrivateKey.generate(world.draw("key of " + name)));
    }

    public Address address() {
        return key.address();
    }

    @Override
    public String toString() {
        return name;
    }
}
