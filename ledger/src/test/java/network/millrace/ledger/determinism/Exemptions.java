package network.millrace.ledger.determinism;

import java.util.List;

/** Classes that may do one banned thing, each with its reason. Keep the list short. */
final class Exemptions {
    /**
     * One exemption.
     *
     * @param type full name of the class; its nested classes and lambdas are included
     * @param what the {@link Ban#what()} that does not hold for it
     * @param reason why no two nodes can differ by it
     */
    record Exemption(String type, String what, String reason) {
        boolean covers(String className, Ban ban) {
            return ban.what().equals(what) && (className.equals(type) || className.startsWith(type + "$"));
        }
    }

    static final List<Exemption> ALL = List.of();

    private Exemptions() {}

    static boolean cover(String className, Ban ban) {
        return ALL.stream().anyMatch(exemption -> exemption.covers(className, ban));
    }
}
