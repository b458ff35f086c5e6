package network.millrace.simulation.sampling;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import network.millrace.proof.sampling.audit.Audit;
import network.millrace.proof.sampling.audit.Audit.Phase;
import network.millrace.proof.sampling.audit.Opening;
import network.millrace.proof.sampling.audit.Report;
import network.millrace.proof.sampling.audit.Seat;
import network.millrace.proof.sampling.draw.Party;
import network.millrace.proof.sampling.draw.PartyDraw;
import network.millrace.proof.sampling.draw.Purpose;
import network.millrace.proof.sampling.draw.Seed;
import network.millrace.proof.sampling.draw.StepDraw;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.crypto.Hash;
import network.millrace.simulation.world.Draw;

/** Draws the panel of one audit and plays its members, each according to its kind, through the shipped state machine. */
final class PanelActors {
    /** An honest auditor is down this often; it then misses its audit, which costs it the fee. */
    private static final long OUTAGE_PPM = 5_000;

    /** An honest auditor that has committed is cut off this often, and comes back after the audit is closed. */
    private static final long CUT_OFF_PPM = 2_000;

    private static final long END_MS = 1L << 50;

    private final SamplingScheme scheme;
    private final Population population;
    private final Draw draw;

    PanelActors(SamplingScheme scheme, Population population, Draw draw) {
        this.scheme = scheme;
        this.population = population;
        this.draw = draw;
    }

    /** Audits a job. */
    List<Report> audit(Job job, Party provider, Seed seed) {
        List<Seat> drawn = seats(job, provider, seed);
        int called = Math.min(scheme.panel().seats(), drawn.size());
        Audit audit = Audit.open(
                job.claim(),
                drawn.subList(0, called),
                drawn.subList(called, drawn.size()),
                SamplingScheme.DEADLINES,
                0);
        Map<Address, Opening> openings = new LinkedHashMap<>();
        List<Hash> posted = new ArrayList<>();
        while (audit.phase() == Phase.COMMITTING) {
            long now = audit.deadlineMs() - 1;
            for (Seat seat : copyingLast(audit.waiting())) {
                audit = commit(audit, seat, job, now, openings, posted);
            }
            audit = audit.at(now + 1);
        }
        return reveal(audit, openings).reports();
    }

    /** Those who wait for others come last, and keep still when somebody has doubted; who is cut off comes after the end. */
    private Audit reveal(Audit committed, Map<Address, Opening> openings) {
        List<Address> waiting = new ArrayList<>();
        List<Address> cutOff = new ArrayList<>();
        boolean isDoubted = false;
        Audit audit = committed;
        long now = audit.deadlineMs() - 1;
        for (Address auditor : openings.keySet()) {
            AuditorKind kind = population.auditor(auditor).kind();
            if (kind == AuditorKind.WAITING) {
                waiting.add(auditor);
            } else if (kind == AuditorKind.HONEST && draw.chance(CUT_OFF_PPM)) {
                cutOff.add(auditor);
            } else {
                Opening opening = opening(openings, auditor);
                isDoubted |= !opening.agrees();
                audit = audit.reveal(auditor, opening, now).audit();
            }
        }
        for (Address auditor : isDoubted ? List.<Address>of() : waiting) {
            audit = audit.reveal(auditor, opening(openings, auditor), now).audit();
        }
        audit = audit.at(END_MS);
        for (Address auditor : cutOff) {
            audit = audit.reveal(auditor, opening(openings, auditor), END_MS).audit();
        }
        return audit;
    }

    private static Opening opening(Map<Address, Opening> openings, Address auditor) {
        Opening opening = openings.get(auditor);
        if (opening == null) {
            throw new IllegalStateException("whoever committed has an opening; " + auditor + " has none");
        }
        return opening;
    }

    private List<Seat> seats(Job job, Party provider, Seed seed) {
        List<Party> parties = new PartyDraw(population.candidates(), provider, List.of(), population.separation())
                .draw(
                        seed.draws(Purpose.AUDITORS, 0),
                        scheme.panel().seats() + scheme.panel().reserves());
        List<Seat> seats = new ArrayList<>();
        for (Party party : parties) {
            var sample =
                    StepDraw.uniform(seed.draws(Purpose.STEPS, seats.size()), job.steps(), scheme.size(), List.of());
            seats.add(new Seat(
                    party.address(),
                    sample,
                    Hash.sha256(job.claim().bytes(), party.address().bytes())));
        }
        return seats;
    }

    private Audit commit(Audit audit, Seat seat, Job job, long now, Map<Address, Opening> openings, List<Hash> posted) {
        AuditorKind kind = kind(seat);
        boolean isDown = kind == AuditorKind.HONEST && draw.chance(OUTAGE_PPM);
        if (kind == AuditorKind.OFFLINE || isDown) {
            return audit;
        }
        Opening opening = opening(kind, seat, job);
        boolean copies = kind == AuditorKind.COPYING && !posted.isEmpty();
        Hash commitment = copies ? posted.getFirst() : opening.commitment(audit.id(), seat.auditor());
        posted.add(commitment);
        openings.put(seat.auditor(), opening);
        return audit.commit(seat.auditor(), commitment, now).audit();
    }

    private Opening opening(AuditorKind kind, Seat seat, Job job) {
        return switch (kind) {
            case HONEST -> looking(seat, job);
            case COLLUDING -> job.hasAccomplices() ? agreeing(seat) : looking(seat, job);
            case LAZY, WAITING, COPYING, OFFLINE -> agreeing(seat);
            case GRIEFING -> doubting(seat, draw.pick(List.copyOf(seat.sample())));
        };
    }

    private Opening looking(Seat seat, Job job) {
        return seat.sample().stream()
                .filter(job::hasWrong)
                .findFirst()
                .map(step -> doubting(seat, step))
                .orElseGet(() -> agreeing(seat));
    }

    private Opening agreeing(Seat seat) {
        return Opening.agreeing(salt(), seat.claimedRoot());
    }

    /** Its root stands for states of its own; only that it is another one matters. */
    private Opening doubting(Seat seat, long step) {
        return new Opening(salt(), Hash.sha256(seat.claimedRoot().bytes()), step);
    }

    private Hash salt() {
        ByteBuffer bytes = ByteBuffer.allocate(Hash.BYTES);
        while (bytes.hasRemaining()) {
            bytes.putLong(draw.nextLong());
        }
        return Hash.of(bytes.array());
    }

    /** A copier waits for something to copy. */
    private List<Seat> copyingLast(List<Seat> seats) {
        return seats.stream()
                .sorted(Comparator.comparing(seat -> kind(seat) == AuditorKind.COPYING))
                .toList();
    }

    private AuditorKind kind(Seat seat) {
        return population.auditor(seat.auditor()).kind();
    }
}
