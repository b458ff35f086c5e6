package network.millrace.proof.sampling.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import network.millrace.proof.sampling.audit.Move.Accepted;
import network.millrace.proof.sampling.audit.Move.Refused;
import network.millrace.proof.sampling.audit.SeatState.Called;
import network.millrace.proof.sampling.audit.SeatState.Committed;
import network.millrace.proof.sampling.audit.SeatState.Missed;
import network.millrace.proof.sampling.audit.SeatState.Revealed;
import network.millrace.proof.sampling.audit.SeatState.ShownLate;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.Hash;

/**
 * The commit-and-reveal of one audit; immutable, and told the time. The package's specification has the diagram.
 *
 * <p>Seats that are silent at the deadline are taken by reserves before anything is revealed, so that a late-comer too
 * commits without knowing what others found.
 */
public final class Audit {
    /** Seats and reserves of one audit. */
    public static final int SEATS_MAX = 64;

    /** Where the audit stands. */
    public enum Phase {
        COMMITTING,
        REVEALING,
        CLOSED
    }

    private record Taken(Seat seat, SeatState state) {}

    private final Hash id;
    private final Deadlines deadlines;
    private final List<Taken> seats;
    private final List<Seat> reserves;
    private final Phase phase;
    private final long deadlineMs;

    private Audit(Audit before, List<Taken> seats, List<Seat> reserves, Phase phase, long deadlineMs) {
        this(before.id, before.deadlines, seats, reserves, phase, deadlineMs);
    }

    private Audit(Hash id, Deadlines deadlines, List<Taken> seats, List<Seat> reserves, Phase phase, long deadlineMs) {
        this.id = id;
        this.deadlines = deadlines;
        this.seats = List.copyOf(seats);
        this.reserves = List.copyOf(reserves);
        this.phase = phase;
        this.deadlineMs = deadlineMs;
    }

    /**
     * Calls the seats.
     *
     * @param seats who audits, in the order of the draw
     * @param reserves who takes the place of a silent seat, in the order of the draw
     */
    public static Audit open(Hash id, List<Seat> seats, List<Seat> reserves, Deadlines deadlines, long nowMs) {
        if (seats.isEmpty() || seats.size() + reserves.size() > SEATS_MAX) {
            throw new IllegalArgumentException("an audit has from 1 to " + SEATS_MAX + " seats and reserves; this has "
                    + seats.size() + " and " + reserves.size());
        }
        TreeSet<Address> auditors = new TreeSet<>();
        seats.forEach(seat -> auditors.add(seat.auditor()));
        reserves.forEach(seat -> auditors.add(seat.auditor()));
        if (auditors.size() < seats.size() + reserves.size()) {
            throw new IllegalArgumentException("an auditor has one seat in an audit; here one has two");
        }
        return new Audit(
                id, deadlines, called(seats), reserves, Phase.COMMITTING, Math.addExact(nowMs, deadlines.commitMs()));
    }

    public Hash id() {
        return id;
    }

    public Phase phase() {
        return phase;
    }

    /** When the phase ends by itself. */
    public long deadlineMs() {
        return deadlineMs;
    }

    /** The seats that are called and have not committed, in the order in which they were called. */
    public List<Seat> waiting() {
        return seats.stream()
                .filter(taken -> taken.state() instanceof Called)
                .map(Taken::seat)
                .toList();
    }

    /** The audit once every deadline up to now has passed; a time before the last one changes nothing. */
    public Audit at(long nowMs) {
        Audit audit = this;
        while (audit.phase != Phase.CLOSED && nowMs >= audit.deadlineMs) {
            audit = audit.afterDeadline();
        }
        return audit;
    }

    /** Takes a commitment of an auditor that has a seat. */
    public Move commit(Address auditor, Hash commitment, long nowMs) {
        Audit audit = at(nowMs);
        int place = audit.place(auditor);
        if (place < 0) {
            return new Refused(audit, Refusal.NOT_SEATED);
        }
        if (audit.phase != Phase.COMMITTING) {
            return new Refused(audit, Refusal.NOT_COMMITTING);
        }
        return switch (audit.seats.get(place).state()) {
            case Called _ ->
                new Accepted(audit.with(place, new Committed(commitment)).onceCommitted(nowMs));
            case Missed _ -> new Refused(audit, Refusal.NOT_COMMITTING);
            case Committed _, Revealed _, ShownLate _ -> new Refused(audit, Refusal.COMMITTED_BEFORE);
        };
    }

    /**
     * Takes the opening of a commitment. Once the audit is closed, an auditor that was cut off may still show that it had
     * found a step wrong, so as not to be taken for one that looked away; until when is the caller's to say.
     */
    public Move reveal(Address auditor, Opening opening, long nowMs) {
        Audit audit = at(nowMs);
        int place = audit.place(auditor);
        if (place < 0) {
            return new Refused(audit, Refusal.NOT_SEATED);
        }
        if (audit.phase == Phase.COMMITTING) {
            return new Refused(audit, Refusal.NOT_REVEALING);
        }
        return switch (audit.seats.get(place).state()) {
            case Called _, Missed _ -> new Refused(audit, Refusal.NOT_COMMITTED);
            case Revealed _, ShownLate _ -> new Refused(audit, Refusal.REVEALED_BEFORE);
            case Committed committed -> audit.opened(place, committed, opening);
        };
    }

    /** How each seat's part ended, in the order in which they were called. Only of a closed audit. */
    public List<Report> reports() {
        if (phase != Phase.CLOSED) {
            throw new IllegalStateException("an audit has findings once it is closed; this one is " + phase);
        }
        return seats.stream()
                .map(taken -> new Report(taken.seat(), taken.state().finding()))
                .toList();
    }

    private Move opened(int place, Committed committed, Opening opening) {
        Seat seat = seats.get(place).seat();
        if (!opening.commitment(id, seat.auditor()).equals(committed.commitment())) {
            return new Refused(this, Refusal.WRONG_OPENING);
        }
        boolean isClaimed = opening.resultRoot().equals(seat.claimedRoot());
        boolean fits =
                opening.agrees() ? isClaimed : !isClaimed && seat.sample().contains(opening.falseStep());
        if (!fits) {
            return new Refused(this, Refusal.CONTRADICTORY);
        }
        if (phase == Phase.CLOSED) {
            return opening.agrees() ? new Refused(this, Refusal.TOO_LATE) : new Accepted(with(place, new ShownLate()));
        }
        return new Accepted(with(place, new Revealed(opening)).onceRevealed());
    }

    private Audit afterDeadline() {
        if (phase == Phase.REVEALING) {
            return new Audit(this, seats, reserves, Phase.CLOSED, deadlineMs);
        }
        List<Taken> after = new ArrayList<>();
        int missing = 0;
        for (Taken taken : seats) {
            boolean silent = taken.state() instanceof Called;
            after.add(silent ? new Taken(taken.seat(), new Missed()) : taken);
            missing += silent ? 1 : 0;
        }
        int coming = Math.min(missing, reserves.size());
        after.addAll(called(reserves.subList(0, coming)));
        List<Seat> left = reserves.subList(coming, reserves.size());
        return coming > 0
                ? new Audit(this, after, left, Phase.COMMITTING, Math.addExact(deadlineMs, deadlines.commitMs()))
                : new Audit(this, after, left, Phase.COMMITTING, deadlineMs).revealing(deadlineMs);
    }

    private Audit onceCommitted(long nowMs) {
        return holds(Called.class) ? this : revealing(nowMs);
    }

    private Audit onceRevealed() {
        return holds(Committed.class) ? this : new Audit(this, seats, reserves, Phase.CLOSED, deadlineMs);
    }

    private Audit revealing(long fromMs) {
        return holds(Committed.class)
                ? new Audit(this, seats, reserves, Phase.REVEALING, Math.addExact(fromMs, deadlines.revealMs()))
                : new Audit(this, seats, reserves, Phase.CLOSED, fromMs);
    }

    private boolean holds(Class<? extends SeatState> state) {
        return seats.stream().anyMatch(taken -> state.isInstance(taken.state()));
    }

    private Audit with(int place, SeatState state) {
        List<Taken> changed = new ArrayList<>(seats);
        changed.set(place, new Taken(seats.get(place).seat(), state));
        return new Audit(this, changed, reserves, phase, deadlineMs);
    }

    private int place(Address auditor) {
        for (int place = 0; place < seats.size(); place++) {
            if (seats.get(place).seat().auditor().equals(auditor)) {
                return place;
            }
        }
        return -1;
    }

    private static List<Taken> called(List<Seat> seats) {
        return seats.stream().map(seat -> new Taken(seat, new Called())).toList();
    }
}
