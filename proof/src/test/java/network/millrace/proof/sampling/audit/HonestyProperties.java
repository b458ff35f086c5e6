package network.millrace.proof.sampling.audit;

import static network.millrace.proof.sampling.Law.address;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import network.millrace.proof.sampling.Law;
import network.millrace.proof.sampling.audit.Audit.Phase;
import network.millrace.protocol.crypto.Hash;
import org.junit.jupiter.api.Test;

/**
 * Nobody honest is ever blamed, whatever all others do. The others send anything at any time; the dispute is a referee that
 * recomputes the step; whoever is honest answers in time.
 */
class HonestyProperties {
    private static final int STEPS = 12;
    private static final int HONEST = 0;

    /** One audit among strangers: which steps are really wrong, and who sits where. */
    private record World(TreeSet<Long> wrong, Hash id, List<Seat> seats) {
        static World random(RandomGenerator random, boolean providerIsHonest) {
            TreeSet<Long> wrong = new TreeSet<>();
            for (long step = 1; step <= STEPS; step++) {
                if (!providerIsHonest && random.nextInt(4) == 0) {
                    wrong.add(step);
                }
            }
            List<Seat> seats = new ArrayList<>();
            for (int auditor = 0; auditor < 2 + random.nextInt(4); auditor++) {
                seats.add(new Seat(address(auditor), sample(random), Law.hash(random)));
            }
            return new World(wrong, Law.hash(random), seats);
        }

        private static TreeSet<Long> sample(RandomGenerator random) {
            TreeSet<Long> sample = new TreeSet<>(List.of(1L, (long) STEPS));
            random.longs(3, 1, STEPS + 1).forEach(sample::add);
            return sample;
        }

        /** What an honest auditor finds on this seat. */
        Opening honest(Seat seat, RandomGenerator random) {
            Optional<Long> first =
                    seat.sample().stream().filter(wrong::contains).findFirst();
            return first.map(step -> new Opening(Law.hash(random), Law.hash(random), step))
                    .orElseGet(() -> Opening.agreeing(Law.hash(random), seat.claimedRoot()));
        }

        Verdict referee(long step) {
            return wrong.contains(step) ? Verdict.STEP_FALSE : Verdict.STEP_RIGHT;
        }
    }

    @Test
    void honestProviderIsNeverBlamed() {
        Law.holds("honestProviderIsNeverBlamed", 3_000, random -> {
            World world = World.random(random, true);
            List<Report> reports = play(world, random, false);

            Ruling ruling = judge(world, reports, random, false);

            assertThat(ruling.claim()).isIn(ClaimFate.PASSED, ClaimFate.UNHEARD);
        });
    }

    @Test
    void honestAuditorIsNeverBlamedAndAlwaysHeard() {
        Law.holds("honestAuditorIsNeverBlamedAndAlwaysHeard", 3_000, random -> {
            World world = World.random(random, random.nextBoolean());
            List<Report> reports = play(world, random, true);

            Ruling ruling = judge(world, reports, random, true);

            assertThat(ruling.auditors().get(address(HONEST))).isIn(AuditorFate.RIGHT, AuditorFate.UNDECIDED);
            boolean sawIt = world.seats().get(HONEST).sample().stream().anyMatch(world.wrong()::contains);
            if (sawIt) {
                assertThat(ruling.claim()).isIn(ClaimFate.FAILED, ClaimFate.TIMED_OUT);
            }
        });
    }

    @Test
    void honestAuditorThatIsCutOffAfterCommittingIsNeverBlamed() {
        Law.holds("honestAuditorThatIsCutOffAfterCommittingIsNeverBlamed", 3_000, random -> {
            World world = World.random(random, random.nextBoolean());
            Seat seat = world.seats().get(HONEST);
            Opening found = world.honest(seat, random);
            Audit audit = Audit.open(world.id(), world.seats(), List.of(), new Deadlines(10_000, 10_000), 0);
            audit = audit.commit(seat.auditor(), found.commitment(world.id(), seat.auditor()), 1)
                    .audit();
            for (Seat other : world.seats().subList(1, world.seats().size())) {
                Opening opening = dishonest(other, random);
                audit = audit.commit(other.auditor(), opening.commitment(world.id(), other.auditor()), 2)
                        .audit();
                audit = audit.reveal(other.auditor(), opening, 3).audit();
            }
            audit = audit.reveal(seat.auditor(), found, 1_000_000).audit();

            Ruling ruling = judge(world, audit.reports(), random, true);

            assertThat(ruling.auditors().get(address(HONEST)))
                    .isIn(AuditorFate.RIGHT, AuditorFate.UNDECIDED, AuditorFate.MISSED);
        });
    }

    @Test
    void honestAuditorIsNeverFramedByARequester() {
        Law.holds("honestAuditorIsNeverFramedByARequester", 3_000, random -> {
            World world = World.random(random, false);
            List<Report> reports = play(world, random, true);
            TreeSet<Long> named =
                    new TreeSet<>(random.longs(4, 1, STEPS + 1).boxed().toList());
            Canary canary = new Canary(Law.hash(random), named);
            CanaryCase opened = new CanaryCase(reports, canary);

            List<Verdict> verdicts = opened.conflicts().stream()
                    .map(conflict -> isHonest(conflict) ? world.referee(conflict.step()) : anything(random))
                    .toList();
            Ruling ruling = opened.ruling(verdicts);

            assertThat(ruling.auditors().get(address(HONEST))).isEqualTo(AuditorFate.RIGHT);
        });
    }

    @Test
    void honestRequesterIsNeverBlamedForItsCanary() {
        Law.holds("honestRequesterIsNeverBlamedForItsCanary", 3_000, random -> {
            World world = World.random(random, false);
            if (world.wrong().isEmpty()) {
                return;
            }
            CanaryCase opened = new CanaryCase(
                    play(world, random, random.nextBoolean()), new Canary(Law.hash(random), world.wrong()));

            List<Verdict> verdicts = opened.conflicts().stream()
                    .map(conflict -> world.referee(conflict.step()))
                    .toList();

            assertThat(opened.ruling(verdicts).claim()).isEqualTo(ClaimFate.CANARY);
        });
    }

    /** Everybody sends what they like; the first seat, when it is honest, also does its part in time. */
    private static List<Report> play(World world, RandomGenerator random, boolean firstIsHonest) {
        Audit audit = Audit.open(world.id(), world.seats(), List.of(), new Deadlines(10_000, 10_000), 0);
        List<Opening> openings = new ArrayList<>();
        List<Hash> seen = new ArrayList<>();
        for (Seat seat : world.seats()) {
            boolean isHonest = firstIsHonest && seat.auditor().equals(address(HONEST));
            openings.add(isHonest ? world.honest(seat, random) : dishonest(seat, random));
        }
        for (int auditor = 0; auditor < openings.size(); auditor++) {
            Hash own = openings.get(auditor).commitment(world.id(), address(auditor));
            boolean isHonest = firstIsHonest && auditor == HONEST;
            if (isHonest || random.nextInt(5) > 0) {
                boolean copies = !isHonest && !seen.isEmpty() && random.nextInt(4) == 0;
                Hash posted = copies ? seen.getFirst() : own;
                audit = audit.commit(address(auditor), posted, random.nextLong(9_000))
                        .audit();
                seen.add(posted);
            }
        }
        audit = audit.phase() == Phase.COMMITTING ? audit.at(10_000) : audit;
        long start = audit.phase() == Phase.REVEALING ? audit.deadlineMs() - 10_000 : 0;
        for (int auditor = 0; auditor < openings.size(); auditor++) {
            boolean isHonest = firstIsHonest && auditor == HONEST;
            if (isHonest || random.nextInt(5) > 0) {
                long now = isHonest ? start : start + random.nextLong(12_000);
                audit = audit.reveal(address(auditor), openings.get(auditor), now)
                        .audit();
            }
        }
        return audit.at(1_000_000).reports();
    }

    private static Opening dishonest(Seat seat, RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> Opening.agreeing(Law.hash(random), seat.claimedRoot());
            case 1 -> new Opening(Law.hash(random), seat.claimedRoot(), random.nextLong(STEPS + 1));
            case 2 -> new Opening(Law.hash(random), Law.hash(random), random.nextLong(STEPS + 1));
            default ->
                new Opening(Law.hash(random), Law.hash(random), seat.sample().last());
        };
    }

    /** Disputes with whoever is honest end by the referee; the others may also fall silent. */
    private static Ruling judge(World world, List<Report> reports, RandomGenerator random, boolean firstIsHonest) {
        ClaimCase judged = new ClaimCase(reports);
        List<Verdict> verdicts = new ArrayList<>();
        Optional<Conflict> next = judged.next(verdicts);
        while (next.isPresent()) {
            verdicts.add(verdict(world, next.get(), random, firstIsHonest));
            next = judged.next(verdicts);
        }
        return judged.ruling(verdicts);
    }

    private static Verdict verdict(World world, Conflict conflict, RandomGenerator random, boolean firstIsHonest) {
        boolean doubterIsHonest = firstIsHonest && isHonest(conflict);
        boolean providerIsHonest = world.wrong().isEmpty();
        return switch (random.nextInt(3)) {
            case 0 -> doubterIsHonest ? world.referee(conflict.step()) : Verdict.DOUBTER_SILENT;
            case 1 -> providerIsHonest ? world.referee(conflict.step()) : Verdict.DEFENDER_SILENT;
            default -> world.referee(conflict.step());
        };
    }

    private static boolean isHonest(Conflict conflict) {
        return conflict.auditor().equals(address(HONEST));
    }

    private static Verdict anything(RandomGenerator random) {
        List<Verdict> all = List.of(Verdict.values());
        return all.get(random.nextInt(all.size()));
    }
}
