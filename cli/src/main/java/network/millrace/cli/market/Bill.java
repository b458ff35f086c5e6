package network.millrace.cli.market;

import java.util.LinkedHashMap;
import java.util.Map;
import network.millrace.cli.command.Amounts;
import network.millrace.protocol.market.v1.MsgCloseDeploymentResponse;
import network.millrace.protocol.money.Amount;
import network.millrace.protocol.money.Denom;
import network.millrace.protocol.money.Money;

/**
 * What became of a deployment's money.
 *
 * @param paid to providers, the network's fee already taken off
 * @param fee to the treasury
 */
public record Bill(Denom denom, Amount deposit, Amount paid, Amount fee, Amount refunded) {

    static Bill of(Denom denom, MsgCloseDeploymentResponse answer) {
        return new Bill(
                denom,
                Amount.parse(answer.getDeposited()),
                Amount.parse(answer.getPaid()),
                Amount.parse(answer.getFee()),
                Amount.parse(answer.getRefunded()));
    }

    /** Whether it adds up to the last micro-unit. */
    public boolean isConserved() {
        return deposit.equals(paid.plus(fee).plus(refunded));
    }

    /** The amounts as they stand in answers, in micro-units. */
    public Map<String, Object> json() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("denom", denom.value());
        facts.put("deposit", deposit.toString());
        facts.put("paid", paid.toString());
        facts.put("fee", fee.toString());
        facts.put("refunded", refunded.toString());
        facts.put("conserved", isConserved());
        return facts;
    }

    public String text() {
        String form = "%-24s %16s%n";
        return form.formatted("deposited", shown(deposit))
                + form.formatted("paid to providers", shown(paid))
                + form.formatted("fee of the network", shown(fee))
                + form.formatted("refunded", shown(refunded))
                + (isConserved() ? "the bill adds up to the last micro-unit" : "THE BILL DOES NOT ADD UP");
    }

    private String shown(Amount amount) {
        return Amounts.text(new Money(denom, amount));
    }
}
