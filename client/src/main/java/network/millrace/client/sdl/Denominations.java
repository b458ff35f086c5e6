package network.millrace.client.sdl;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * In what a network prices leases. Documents written for Akash name its denominations; those that have a counterpart here
 * are replaced when groups are built. The manifest's hash does not change with it.
 *
 * @param aliases the network's parameter: name in documents → denomination here, such as uact → uusd
 * @param priced denominations that leases can be priced in
 */
public record Denominations(Map<String, String> aliases, Set<String> priced) {
    /** The usual development network. */
    public static final Denominations DEVELOPMENT = new Denominations(Map.of("uact", "uusd"), Set.of("uusd"));

    public Denominations {
        aliases = Map.copyOf(aliases);
        priced = Set.copyOf(priced);
    }

    /** The denomination here for one in a document; empty when leases cannot be priced in it. */
    Optional<String> find(String denom) {
        String here = aliases.getOrDefault(denom, denom);
        return priced.contains(here) ? Optional.of(here) : Optional.empty();
    }

    /** For the message of a refusal. */
    String refusal(String denom) {
        return "this network does not price leases in " + denom;
    }

    /** What to write instead. */
    String hint() {
        return "use one of " + new TreeSet<>(priced)
                + (aliases.isEmpty() ? "" : ", or a name that stands for one: " + new TreeMap<>(aliases));
    }
}
