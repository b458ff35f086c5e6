package network.millrace.agent.pricing;

import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Price;

/**
 * What one unit of each thing costs per pricing period, all in one denomination.
 *
 * @param core one CPU
 * @param memoryGib one GiB of memory
 * @param storageGib one GiB of ephemeral storage
 * @param persistentGib one GiB of persistent storage, of any class
 * @param gpu one GPU of any model
 * @param endpoint one port of the machine's own, or one leased address; HTTP through the shared door costs nothing
 * @param minimum what a group costs at least
 */
public record Rates(
        Denom denom,
        Price core,
        Price memoryGib,
        Price storageGib,
        Price persistentGib,
        Price gpu,
        Price endpoint,
        Price minimum) {

    /** @throws IllegalArgumentException when a rate is in another denomination than the rest */
    public Rates {
        requireDenom(denom, "core", core);
        requireDenom(denom, "memory", memoryGib);
        requireDenom(denom, "storage", storageGib);
        requireDenom(denom, "persistent", persistentGib);
        requireDenom(denom, "gpu", gpu);
        requireDenom(denom, "endpoint", endpoint);
        requireDenom(denom, "minimum", minimum);
    }

    private static void requireDenom(Denom denom, String name, Price rate) {
        if (!rate.denom().equals(denom)) {
            throw new IllegalArgumentException(
                    "all rates are in " + denom + ", but the rate of " + name + " is in " + rate.denom());
        }
    }
}
