package network.millrace.simulation.sampling;

/** How a provider works. */
public enum ProviderKind {
    HONEST("honest", 0),
    /** Computes nothing and makes all states up; when it is accused it sometimes lets the clock run out. */
    FAKES_ALL("fakes all steps", 1_000_000),
    FAKES_TENTH("fakes 10 % of steps", 100_000),
    FAKES_HUNDREDTH("fakes 1 % of steps", 10_000),
    /** Builds up a record first, as a host at BOINC may: honest until it is no longer audited every time. */
    SLEEPER("fakes 10 % once trusted", 100_000),
    /** Has accomplices among the auditors, who call its claims right. */
    COLLUDING("fakes 10 %, with accomplices", 100_000);

    private final String words;
    private final int fakedPpm;

    ProviderKind(String words, int fakedPpm) {
        this.words = words;
        this.fakedPpm = fakedPpm;
    }

    /** For a table. */
    public String words() {
        return words;
    }

    boolean fakesTenth() {
        return fakedPpm == 100_000;
    }

    /** At least one step, and never the first and last, which are always looked at; all of them when it is about all. */
    int faked(int steps) {
        long wanted = Math.max(1, (long) steps * fakedPpm / 1_000_000);
        return this == FAKES_ALL ? steps : (int) Math.min(wanted, steps - 2);
    }
}
