package network.millrace.ledger.modules.bank;

import java.util.TreeSet;
import network.millrace.ledger.kernel.Bounds;
import network.millrace.protocol.MalformedException;
import network.millrace.protocol.bank.v1.Params;
import network.millrace.protocol.money.Denom;

/** The bank's parameters. */
final class BankParams {
    static final int DENOMS_MAX = 100;

    static final Params DEFAULTS = Params.newBuilder()
            .addDenoms(Denom.UMIL.value())
            .addDenoms(Denom.UUSD.value())
            .build();

    private BankParams() {}

    static Bounds<Params> bounds() {
        return Bounds.of(Params.getDefaultInstance())
                .require(
                        "denoms must be 1 to " + DENOMS_MAX + " different denominations",
                        params -> params.getDenomsCount() >= 1
                                && params.getDenomsCount() <= DENOMS_MAX
                                && new TreeSet<>(params.getDenomsList()).size() == params.getDenomsCount())
                .require(
                        "denoms must be a letter and 2 to 127 letters, digits or / : . _ - each",
                        params -> params.getDenomsList().stream().allMatch(BankParams::isDenom));
    }

    private static boolean isDenom(String text) {
        try {
            return new Denom(text).value().equals(text);
        } catch (MalformedException e) {
            return false;
        }
    }
}
