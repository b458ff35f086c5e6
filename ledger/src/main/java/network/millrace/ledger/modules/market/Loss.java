package network.millrace.ledger.modules.market;

import java.util.Locale;
import network.millrace.protocol.address.Address;
import network.millrace.protocol.market.v1.LossReason;

/**
 * Why a bid did not become the lease.
 *
 * @param text a sentence for the provider
 * @param scorePpm 0 when there was no award
 */
record Loss(LossReason reason, String text, int scorePpm) {
    static Loss without(LossReason reason, String text) {
        return new Loss(reason, text, 0);
    }

    /** Beaten in an award by the ledger. */
    static Loss against(Auction.Ranked winner, Auction.Ranked loser) {
        boolean tie = winner.scorePpm() == loser.scorePpm();
        String text = String.format(
                Locale.ROOT,
                "%s: %s; the winner %s has %s",
                tie ? "same score, decided by the hash of order, provider and block" : "lower score",
                parts(loser),
                winner.candidate().provider(),
                parts(winner));
        return new Loss(tie ? LossReason.TIE_BROKEN : LossReason.LOWER_SCORE, text, loser.scorePpm());
    }

    /** The tenant took another. */
    static Loss notChosen(Address chosen, int scorePpm) {
        return new Loss(LossReason.NOT_CHOSEN, "the tenant chose " + chosen, scorePpm);
    }

    private static String parts(Auction.Ranked ranked) {
        return String.format(
                Locale.ROOT,
                "score %d (price %d at %s, hardware %d, place %d, reliability %d)",
                ranked.scorePpm(),
                ranked.pricePpm(),
                ranked.candidate().price(),
                ranked.candidate().merits().hardwarePpm(),
                ranked.candidate().merits().placePpm(),
                ranked.candidate().merits().reliabilityPpm());
    }
}
