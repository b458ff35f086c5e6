package network.millrace.cli.market;

import java.util.Locale;
import network.millrace.protocol.market.v1.CloseReason;
import network.millrace.protocol.market.v1.LossReason;
import network.millrace.protocol.market.v1.Party;

/** Codes in words. */
final class Reasons {
    private Reasons() {}

    static String text(CloseReason reason) {
        return reason.getNumber() == 0 ? "" : words(reason.name());
    }

    static String text(LossReason reason) {
        return reason.getNumber() == 0 ? "" : words(reason.name());
    }

    static String text(Party party) {
        return party.getNumber() == 0 ? "" : words(party.name().replace("PARTY_", ""));
    }

    private static String words(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace("_reason", "").replace('_', ' ');
    }
}
