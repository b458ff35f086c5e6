package network.millrace.proof.sampling.economics;

/**
 * How the audit rate falls with a provider's record.
 *
 * @param newcomerAudits before so many audited passes in a row every claim is audited
 * @param floorPpm the rate never falls below this, whatever the stake
 */
public record RatePolicy(int newcomerAudits, int floorPpm) {
    /** BOINC's ten, and never fewer than one claim in a hundred. */
    public static final RatePolicy STANDARD = new RatePolicy(10, 10_000);

    public RatePolicy {
        if (newcomerAudits < 1 || newcomerAudits > 1_000) {
            throw new IllegalArgumentException("a newcomer's audits are from 1 to 1,000; these are " + newcomerAudits);
        }
        if (floorPpm < 1 || floorPpm > Fraction.MILLION) {
            throw new IllegalArgumentException("the least rate is from 1 to 1,000,000 ppm; this is " + floorPpm);
        }
    }
}
