package network.millrace.proof.sampling.draw;

import static network.millrace.proof.sampling.Law.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import network.millrace.proof.sampling.Law;
import network.millrace.proof.sampling.Vectors;
import network.millrace.protocol.address.Address;
import org.junit.jupiter.api.Test;

class PartyDrawTest {
    private static final Party SUBJECT = new Party(address(999), address(3), 5);

    /** Twenty parties, two of each operator; those of operator 3 are the subject's. */
    private static final List<Party> TWENTY = IntStream.range(0, 20)
            .mapToObj(number -> new Party(address(number), address(number / 2), 1 + (long) number * number))
            .toList();

    @Test
    void partiesAreThoseOfTheSpecification() {
        List<Party> drawn = draw(TWENTY, Separation.NONE).draw(auditors(0), 5);

        assertThat(drawn.stream().map(TWENTY::indexOf)).containsExactly(16, 19, 11, 13, 14);
    }

    @Test
    void orderOfTheCandidatesDoesNotMatter() {
        List<Party> shuffled = new ArrayList<>(TWENTY);
        Collections.shuffle(shuffled, new Random(1));

        assertThat(draw(shuffled, Separation.NONE).draw(auditors(0), 5))
                .isEqualTo(draw(TWENTY, Separation.NONE).draw(auditors(0), 5));
    }

    @Test
    void panelHasDistinctOperatorsAndNoneOfTheSubjects() {
        Law.holds("panelHasDistinctOperatorsAndNoneOfTheSubjects", 500, random -> {
            List<Party> candidates = IntStream.range(0, random.nextInt(1, 40))
                    .mapToObj(number -> new Party(address(number), address(random.nextInt(8)), random.nextLong(4)))
                    .toList();
            List<Address> relations = List.of(address(5));

            List<Party> drawn = new PartyDraw(candidates, SUBJECT, relations, Separation.NONE)
                    .draw(new Draws(Law.hash(random), Purpose.AUDITORS, 0), 6);

            List<Address> operators = drawn.stream().map(Party::operator).toList();
            assertThat(operators).doesNotHaveDuplicates().doesNotContain(address(3), address(5));
            assertThat(drawn).allSatisfy(party -> assertThat(party.stake()).isPositive());
            long possible = candidates.stream()
                    .filter(party -> party.stake() > 0)
                    .map(Party::operator)
                    .filter(operator -> !operator.equals(address(3)) && !operator.equals(address(5)))
                    .distinct()
                    .count();
            assertThat((long) drawn.size()).isEqualTo(Math.min(6, possible));
        });
    }

    @Test
    void partiesAreDrawnByStake() {
        List<Party> four = IntStream.range(0, 4)
                .mapToObj(number -> new Party(address(number), address(100 + number), number + 1L))
                .toList();
        PartyDraw draw = draw(four, Separation.NONE);
        long[] counts = new long[4];
        for (int index = 0; index < 20_000; index++) {
            counts[four.indexOf(draw.draw(auditors(index), 1).getFirst())]++;
        }

        assertThat(ChiSquare.of(counts, new double[] {0.1, 0.2, 0.3, 0.4})).isLessThan(ChiSquare.limit(3));
    }

    @Test
    void splittingAStakeDoesNotRaiseTheChanceToBeDrawn() {
        List<Party> split = new ArrayList<>(List.of(party(1, 1, 300)));
        IntStream.range(10, 40).forEach(number -> split.add(party(number, number, 10)));
        PartyDraw draw = draw(split, Separation.NONE);
        long[] counts = new long[2];
        for (int index = 0; index < 10_000; index++) {
            counts[draw.draw(auditors(index), 1).contains(split.getFirst()) ? 0 : 1]++;
        }

        assertThat(ChiSquare.of(counts)).isLessThan(ChiSquare.limit(1));
    }

    @Test
    void partiesThatAreNotApartAreAvoidedWhilePossible() {
        List<Party> five = IntStream.range(0, 5)
                .mapToObj(number -> party(number, number + 100, 10))
                .toList();
        Separation subnets = (one, other) -> subnet(one, five) != subnet(other, five);

        for (int index = 0; index < 200; index++) {
            List<Party> drawn = draw(five, subnets).draw(auditors(index), 5);

            assertThat(subnet(drawn.get(0), five)).isNotEqualTo(subnet(drawn.get(1), five));
            assertThat(drawn).hasSize(5);
        }
    }

    @Test
    void whoeverIsNotApartFromTheSubjectComesLast() {
        List<Party> five = IntStream.range(0, 5)
                .mapToObj(number -> party(number, number + 100, 10))
                .toList();
        Separation notOne = (one, other) -> !(one.address().equals(address(1)) && other.equals(SUBJECT));

        for (int index = 0; index < 200; index++) {
            assertThat(draw(five, notOne).draw(auditors(index), 5).getLast().address())
                    .isEqualTo(address(1));
        }
    }

    @Test
    void greatestStakesAddUp() {
        List<Party> rich = IntStream.range(0, 1_000)
                .mapToObj(number -> party(number, number, Party.STAKE_LIMIT - 1))
                .toList();

        assertThat(draw(rich, Separation.NONE).draw(auditors(0), 64)).hasSize(64);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> party(1, 1, -1)).hasMessageContaining("this is -1");
        assertThatThrownBy(() -> party(1, 1, Party.STAKE_LIMIT)).hasMessageContaining("2^46");
        assertThatThrownBy(() -> draw(List.of(party(1, 1, 1), party(1, 2, 1)), Separation.NONE))
                .hasMessageContaining("stands there twice");
        assertThatThrownBy(() -> draw(TWENTY, Separation.NONE).draw(auditors(0), 0))
                .hasMessageContaining("not 0");
        assertThat(draw(List.of(), Separation.NONE).draw(auditors(0), 3)).isEmpty();
    }

    private static int subnet(Party party, List<Party> parties) {
        return parties.indexOf(party) < 4 ? 0 : 1;
    }

    private static Party party(int number, int operator, long stake) {
        return new Party(address(number), address(operator), stake);
    }

    private static PartyDraw draw(List<Party> candidates, Separation separation) {
        return new PartyDraw(candidates, SUBJECT, List.of(), separation);
    }

    private static Draws auditors(long index) {
        return Vectors.SEED.draws(Purpose.AUDITORS, index);
    }
}
