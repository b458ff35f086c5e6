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
    private static final long PPM_A_TENTH = Auction.FULL_PPM / 1_000;

    static Loss without(LossReason reason, String text) {
        return new Loss(reason, text, 0);
    }

    /** Beaten in an award by the ledger. */
    static Loss against(Auction.Weights weights, Auction.Ranked winner, Auction.Ranked loser) {
        boolean tie = winner.scorePpm() == loser.scorePpm();
        String text = String.format(
                Locale.ROOT,
                "%s: %s of 100 points (%s); the winner %s has %s (%s)",
                tie ? "same score, decided by the hash of order, provider and block" : "lower score",
                points(loser.scorePpm()),
                parts(weights, loser),
                winner.candidate().provider(),
                points(winner.scorePpm()),
                parts(weights, winner));
        return new Loss(tie ? LossReason.TIE_BROKEN : LossReason.LOWER_SCORE, text, loser.scorePpm());
    }

    /** The tenant took another. */
    static Loss notChosen(Address chosen, int scorePpm) {
        return new Loss(LossReason.NOT_CHOSEN, "the tenant chose " + chosen, scorePpm);
    }

    /** What each part adds to the score, so that a reader can add them up. */
    private static String parts(Auction.Weights weights, Auction.Ranked ranked) {
        Auction.Merits merits = ranked.candidate().merits();
        return String.format(
                Locale.ROOT,
                "%s for the price %s, %s for hardware, %s for the place, %s for reliability",
                share(ranked.pricePpm(), weights.price(), weights),
                ranked.candidate().price(),
                share(merits.hardwarePpm(), weights.hardware(), weights),
                share(merits.placePpm(), weights.place(), weights),
                share(merits.reliabilityPpm(), weights.reliability(), weights));
    }

    private static String share(long ppm, long weight, Auction.Weights weights) {
        return points(ppm * weight / weights.sum());
    }

    /** Parts per million as points of a hundred with one decimal, rounded half up; in whole numbers, for every machine must write the same. */
    private static String points(long ppm) {
        long tenths = (ppm + PPM_A_TENTH / 2) / PPM_A_TENTH;
        return tenths / 10 + "." + tenths % 10;
    }
}
