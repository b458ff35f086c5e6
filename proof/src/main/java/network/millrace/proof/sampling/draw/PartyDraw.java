package network.millrace.proof.sampling.draw;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import network.millrace.protocol.address.Address;

/**
 * Draws parties by stake, one after another without replacement, each of another operator, none of the subject's.
 *
 * <p>Source: stake-weighted selection of validators as in Proof of Sampling (arXiv 2405.00295), which leaves open that one
 * owner holds many identities; drawing by stake makes splitting it worthless, and at most one account of an operator sits
 * on a panel. The order of the result is the order of the draw: first the seats, then the reserves.
 */
public final class PartyDraw {
    /** Among more candidates than this nobody is drawn. */
    public static final int CANDIDATES_MAX = 1 << 16;

    /** More parties than this are not drawn at once. */
    public static final int PARTIES_MAX = 64;

    private final List<Party> candidates;
    private final Party subject;
    private final Separation separation;

    /**
     * @param candidates whoever may be drawn, in any order, no address twice
     * @param subject the provider whose work is checked
     * @param relations operators known to stand with the subject; its own is one of them anyway
     */
    public PartyDraw(
            Collection<Party> candidates, Party subject, Collection<Address> relations, Separation separation) {
        if (candidates.size() > CANDIDATES_MAX) {
            throw new IllegalArgumentException(
                    "at most " + CANDIDATES_MAX + " candidates are drawn from; these are " + candidates.size());
        }
        TreeSet<Address> barred = new TreeSet<>(relations);
        barred.add(subject.operator());
        this.candidates = candidates.stream()
                .filter(party -> party.stake() > 0)
                .filter(party -> !barred.contains(party.operator()))
                .filter(party -> !party.address().equals(subject.address()))
                .sorted(Comparator.comparing(Party::address))
                .toList();
        refuseTwins(this.candidates);
        this.subject = subject;
        this.separation = separation;
    }

    /**
     * So many parties in the order of the draw, or as many as there are operators. Each is drawn among those apart from the
     * subject and from all before it; when there is none, among all that remain.
     */
    public List<Party> draw(Draws draws, int count) {
        if (count < 1 || count > PARTIES_MAX) {
            throw new IllegalArgumentException("from 1 to " + PARTIES_MAX + " parties are drawn; not " + count);
        }
        List<Party> drawn = new ArrayList<>();
        List<Party> remaining = candidates;
        List<Party> apart = apartFrom(subject, candidates);
        while (drawn.size() < count && !remaining.isEmpty()) {
            Party next = byStake(draws, apart.isEmpty() ? remaining : apart);
            drawn.add(next);
            remaining = ofOthers(next, remaining);
            apart = apartFrom(next, ofOthers(next, apart));
        }
        return List.copyOf(drawn);
    }

    private static List<Party> ofOthers(Party drawn, List<Party> parties) {
        return parties.stream()
                .filter(party -> !party.operator().equals(drawn.operator()))
                .toList();
    }

    private List<Party> apartFrom(Party other, List<Party> parties) {
        return parties.stream().filter(party -> separation.apart(party, other)).toList();
    }

    private static Party byStake(Draws draws, List<Party> parties) {
        long rest = draws.below(parties.stream().mapToLong(Party::stake).sum());
        for (Party party : parties) {
            if (rest < party.stake()) {
                return party;
            }
            rest -= party.stake();
        }
        throw new IllegalStateException("the stakes add up to more than they are");
    }

    private static void refuseTwins(List<Party> sorted) {
        for (int place = 1; place < sorted.size(); place++) {
            if (sorted.get(place).address().equals(sorted.get(place - 1).address())) {
                throw new IllegalArgumentException(
                        "a candidate is given once; " + sorted.get(place).address() + " stands there twice");
            }
        }
    }
}
