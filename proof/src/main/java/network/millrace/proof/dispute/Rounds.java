package network.millrace.proof.dispute;

import java.util.Collections;
import network.millrace.proof.commitment.TreeLabel;
import network.millrace.protocol.crypto.Hash;

/** How many rounds a search takes, found by the search itself: over trees and chains that nobody has to compute. */
public final class Rounds {
    private static final Hash ANY = Hash.of(new byte[Hash.BYTES]);

    private Rounds() {}

    /** Rounds in which there is something to choose on the way to one leaf, for the dearer of the first and the last. */
    public static int toLeaf(TreeLabel label, Rules rules) {
        return Math.max(toLeaf(label, rules, false), toLeaf(label, rules, true));
    }

    static int toLeaf(TreeLabel label, Rules rules, boolean last) {
        Descent descent = Descent.from(label, ANY);
        int rounds = 0;
        while (!descent.isDone()) {
            int shown = (int) (descent.end(rules) - descent.first(rules));
            descent = descent.shown(Collections.nCopies(shown, ANY)).picked(rules, last ? shown - 1 : 0);
            rounds += shown > 1 ? 1 : 0;
        }
        return rounds;
    }

    /** Rounds to one link of a chain, for the dearer of the first and the last. */
    public static int toLink(long links, Rules rules) {
        return Math.max(toLink(links, rules, false), toLink(links, rules, true));
    }

    private static int toLink(long links, Rules rules, boolean last) {
        Chain chain = new Chain(0, links, ANY, ANY, Collections.emptyList());
        int rounds = 0;
        while (!chain.isDone()) {
            int parts = chain.parts(rules);
            chain = chain.shown(Collections.nCopies(parts - 1, ANY)).picked(rules, last ? parts - 1 : 0);
            rounds++;
        }
        return rounds;
    }
}
