package network.millrace.simulation.sampling;

/** How an auditor works. */
public enum AuditorKind {
    HONEST("honest"),
    /** Agrees with everything and looks at nothing. */
    LAZY("lazy, agrees to all"),
    /** Looks at nothing, and opens its agreement only when nobody before it has doubted. */
    WAITING("lazy, opens after others"),
    /** Posts another's commitment as its own. */
    COPYING("copies commitments"),
    /** Agrees with its accomplices; honest with everybody else, so as not to be found by canaries. */
    COLLUDING("accomplice"),
    /** Calls a step wrong without having looked. */
    GRIEFING("accuses at random"),
    /** Never answers. */
    OFFLINE("offline");

    private final String words;

    AuditorKind(String words) {
        this.words = words;
    }

    /** For a table. */
    public String words() {
        return words;
    }
}
